"""The sentences around the cases: joining a room, names, codes, progress, deletion, the teacher's room."""

from __future__ import annotations

from typing import Iterable

from actions.wording.text import listing

ASK_NAME = (
    "Sous quel pseudonyme ? Touchez une proposition ou écrivez le vôtre. Il sera vu de l'enseignant : "
    "ni nom, ni prénom, ni initiales."
)
BAD_NAME = "Ce pseudonyme ne convient pas : de {shortest} à {longest} caractères, sans nom de personne."
TAKEN = "« {name} » est déjà pris dans cette salle. En voici d'autres :"
TAKEN_BACK = "Si c'est vous, depuis un autre appareil, écrivez « entraînement » suivi de votre code personnel."
WRONG_CODE = (
    "Aucune salle et aucun code personnel ne correspond à « {code} ». Vérifiez les lettres auprès de l'enseignant "
    "(six lettres pour une salle), puis écrivez « entraînement » et le code."
)
CLOSED = "La salle « {name} » est close depuis le {when}. Vos réponses sont gardées ; vous pouvez vous entraîner seul."
GONE = "Cette salle n'existe plus. Vous pouvez vous entraîner seul."
WELCOME = "Bienvenue, {name}. Salle « {room} » : {count} cas fictifs. Rien ici ne concerne un vrai patient."
WELCOME_ALONE = "Bienvenue, {name}. Cas fictifs : rien ici ne concerne un vrai patient."
YOUR_CODE = "Votre code personnel : {code}. Pour revenir d'un autre appareil : « entraînement {code} »."
NEW_CODE = "Le précédent n'est plus valable."
BACK = "Vous revoilà, {name}."
AT_ANY_TIME = "À tout moment : « indice », « relire », « mes progrès », « consultation », « supprimer mes données »."
HELP = (
    "Entraînement : répondez en quelques mots (« UF », « RCP avant », « 72,5 g ») ou par les boutons, et dites à quel "
    "point vous êtes sûr. « indice » coûte une part des points ; le temps ne compte pas.\n"
    "« relire » : revoir le cas. « mes progrès » : forces, lignes faibles, cas à revoir. « mon code » : un nouveau "
    "code personnel. « consultation » : un vrai patient. « supprimer mes données » : tout effacer."
)
NO_BACK = "Une réponse donnée ne se reprend pas : le corrigé la discute."
WHY_LATER = "Le corrigé dira pourquoi, une fois le cas terminé. « indice » aide dès maintenant."
LEFT = (
    "Entraînement en pause. Ce qui suit est une consultation : décrivez le patient. "
    "Pour revenir : « reprendre l'entraînement »."
)
REAL_PATIENT = (
    "Cela ressemble à un patient décrit pour une consultation : rien n'a été conclu. Pour un vrai patient, écrivez "
    "« consultation », puis redites-le. Sinon, répondez à la question :"
)
CONFIRM_ERASE = "Effacer votre pseudonyme, vos réponses, vos places dans les salles et vos progrès ? C'est définitif."
ERASED = "C'est fait : il ne reste rien de vous dans l'entraînement. « consultation » : un vrai patient."
NOT_ERASED = "Rien n'a été effacé."
NOTHING_HERE = "Il n'y a pas encore de réponse à montrer. Écrivez « entraînement » pour commencer."
NOTHING_TO_ERASE = "Il n'y a aucune donnée d'entraînement sous cette conversation."
WHAT_NEXT = "Que voulez-vous faire ?"
NO_TEACHER_CODE = (
    "Aucun code d'enseignant n'est réglé sur ce serveur (PRIOIG_TEACHER_CODE). "
    "La salle s'ouvre aussi par la commande « prioig training start »."
)
ASK_TEACHER_CODE = (
    "Quel est le code de l'enseignant ? "
    "(Il sera gardé dans cette conversation ; la commande « prioig training start », elle, ne le demande pas.)"
)
BAD_TEACHER_CODE = "Ce n'est pas le code de l'enseignant : aucune salle n'est ouverte."
TOO_MANY = "Trop d'essais : attendez quelques minutes."
OPENED = "Salle ouverte : « {name} », {count} cas, jusqu'au {closes}."
ROOM_CODE = "Code de la salle : {code}. Les internes écrivent « entraînement {code} », ou ouvrent {join}"
TEACHER_CODE = "Code de l'enseignant pour cette salle : {teacher} (à garder : il ne sera plus montré)."
LIVE = "Suivi en direct et rapport : {live}"
PROBLEM = "L'entraînement est indisponible : {problem} La consultation, elle, fonctionne."


def room_lines(name: str, count: int, closes: str, code: str, teacher: str, join: str, live: str) -> tuple[str, ...]:
    """What a teacher must know of a room that was just opened."""
    return (
        OPENED.format(name=name, count=count, closes=closes),
        ROOM_CODE.format(code=code, join=join),
        TEACHER_CODE.format(teacher=teacher),
        LIVE.format(live=live),
    )


def others(names: Iterable[str]) -> str:
    """Pseudonyms to choose from, for those who have no buttons."""
    return listing((f"« {name} »" for name in names), "ou")
