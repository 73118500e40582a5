"""The few sentences that are said before the conversation is reached, or when it fails."""

from __future__ import annotations

from typing import Any

MAX_MESSAGE = 2000
MAX_SENDER = 64
MAX_BODY = 16 * 1024
MAX_CASES_BODY = 1024 * 1024

TEXTS = {
    "too_long": (
        "Votre message dépasse 2 000 caractères et n'a pas été lu. "
        "Résumez-le en une ou deux phrases : la situation, puis les critères et le poids."
    ),
    "too_long_pasted": (
        "Votre texte dépasse 16 Ko et n'a pas été lu. Collez-en la partie utile : la situation, les critères, le poids."
    ),
    "empty_message": "Votre message est vide. Tapez une réponse, ou « aide » pour voir ce que je sais faire.",
    "internal_error": (
        "Une erreur interne m'empêche de conclure : ne tenez compte d'aucune priorité. Ce que vous aviez donné est "
        "conservé. Réessayez ; si l'erreur se répète, consultez la table de l'ANSM ou appelez le centre de référence."
    ),
    "unsaved": (
        "Cette réponse est valable, mais la conversation n'a pas pu être gardée (disque plein, ou fichier pris). "
        "Notez-la ; si vous continuez, redites ce que vous venez d'écrire."
    ),
    "missing_sender": "Le champ « sender » est obligatoire : 1 à 64 caractères, propres à chaque conversation.",
    "invalid_message": "Le champ « message » doit être un texte de 2 000 caractères au plus.",
    "missing_id": "Le champ « id » est obligatoire : 1 à 64 caractères, propres à chaque message.",
    "json_only": "La requête doit être du JSON (en-tête « Content-Type: application/json »).",
    "invalid_json": (
        'Le corps de la requête n\'est pas un objet JSON valide. Exemple : {"sender": "s1", "message": "bonjour"}.'
    ),
    "body_too_large": "La requête est trop volumineuse : 16 Ko au plus pour un message, 1 Mo au plus pour des cas.",
    "rate_limited": "Trop de messages en peu de temps. Réessayez dans quelques secondes.",
    "unauthorized": "Un jeton d'accès valide est nécessaire (en-tête « Authorization: Bearer … »).",
    "wrong_teacher_code": "Ce code d'enseignant n'ouvre pas cette salle, ou la salle n'existe plus.",
    "forbidden_origin": "Cette page n'est pas autorisée à parler à PrioIg.",
    "no_form": "Aucun formulaire n'a cette référence. Vérifiez-la : huit lettres ou chiffres, par exemple K7M2-Q9XD.",
    "form_unavailable": "Le formulaire ne peut pas être lu ou écrit pour l'instant. Réessayez ; rien n'est perdu.",
    "not_found": "Cette adresse n'existe pas.",
    "method_not_allowed": "Cette méthode n'est pas acceptée à cette adresse.",
    "unrecorded": "PrioIg répond, mais ses décisions ne sont pas enregistrées : vérifiez le fichier record.sqlite.",
    "unavailable": "PrioIg n'est pas en état de répondre.",
}


def notice(code: str) -> list[dict[str, Any]]:
    """The sentence of `code`, then the same as an object for programs."""
    return [{"text": TEXTS[code]}, {"custom": {"type": "notice", "code": code, "message": TEXTS[code], "field": None}}]


def error_json(code: str) -> dict[str, Any]:
    """The JSON of an error of the HTTP door."""
    return {"error": {"code": code, "message": TEXTS[code]}}
