"""Why the system refused something, in French."""

from __future__ import annotations

import errno

CAUSES = {
    errno.ENOENT: "ce fichier n'existe pas",
    errno.EACCES: "l'accès est refusé",
    errno.EISDIR: "c'est un dossier",
    errno.EFBIG: "il dépasserait la taille permise",
    errno.EROFS: "le disque est en lecture seule",
    errno.EADDRINUSE: "ce port est déjà pris",
    errno.EADDRNOTAVAIL: "cette adresse n'est pas celle de cette machine",
    errno.ENOSPC: "le disque est plein",
}


def cause(error: OSError) -> str:
    """The reason of `error`; the system's own words for a rare one."""
    return CAUSES.get(error.errno or 0, error.strerror or str(error))
