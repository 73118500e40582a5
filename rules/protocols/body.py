"""Body surface and BMI from weight and height, in decimals, so that a threshold is never missed by a rounding."""

from __future__ import annotations

from decimal import Decimal

MOSTELLER = Decimal(3600)  # Mosteller 1987: surface in m2 = square root of (height in cm x weight in kg / 3600)
CM_PER_M = Decimal(100)


def decimal(value: float) -> Decimal:
    """The number as it was typed."""
    return Decimal(repr(value))


def surface_m2(weight_kg: float, height_cm: float) -> Decimal:
    """Body surface by Mosteller's formula, unrounded."""
    return (decimal(weight_kg) * decimal(height_cm) / MOSTELLER).sqrt()


def bmi_kg_m2(weight_kg: float, height_cm: float) -> Decimal:
    """Body mass index, unrounded."""
    return decimal(weight_kg) / (decimal(height_cm) / CM_PER_M) ** 2
