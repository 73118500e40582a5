"""What a follow-up says, beside the case itself."""

from __future__ import annotations

EXAMPLES = (
    "Écrivez par exemple « cure faite aujourd'hui 60 g », « avis RCP favorable le 12/11 », « amélioration », "
    "« céphalées », « IgG résiduelles 7 g/L », « renouvellement », « que reste-t-il à faire ? » ou « fin du suivi »."
)
ASK_REFERENCE = "Quelle est la référence du cas ? Elle est donnée avec la décision, par exemple K7-482."
UNREADABLE = "Ce n'est pas une référence : une lettre et quatre chiffres ou plus, par exemple K7-482."
WRONG = "« {reference} » : la lettre et les chiffres ne vont pas ensemble, un caractère est faux."
UNKNOWN = (
    "La référence {reference} n'est pas dans ce registre : elle vient d'un autre serveur, ou sa durée de "
    "conservation est passée."
)
NEAR = "Vouliez-vous dire l'un de ces cas ? Vérifiez la situation et la date avant de choisir :"
WAY_ON = "Vérifiez la référence, ou décrivez le patient : la décision sera redonnée."
UNWRITTEN = "Rien n'a été enregistré. {problem} Redites-le ensuite."
UNAVAILABLE = "Le suivi n'est pas possible pour l'instant. {problem}"
NOT_UNDERSTOOD = "Je n'ai pas compris, pour le suivi de {reference}."
DAY = "Quel jour ? (par exemple « aujourd'hui », « hier » ou « 12/11/2026 »)"
FUTURE = "Le {day} n'est pas encore passé : donnez le jour où cela a été fait."
GRAMS = "Combien de grammes ont été donnés pour toute la cure ? (par exemple « 60 g »)"
NO_GRAMS = "Une cure de 0 g n'est pas une cure : donnez les grammes, ou écrivez « annuler »."
BODY = "Quel avis ? Écrivez qui l'a donné, par exemple « RCP »."
EFFECT = "Quel effet ? (amélioration / stable / sans effet / aggravation)"
TOLERANCE = "Quelle tolérance ? Écrivez « bien toléré » ou la réaction, par exemple « céphalées »."
DIFFERENT = "La décision prévoyait {grams} g."
ENDED = "Suivi de {reference} fermé."
CANCELLED = "Annulé : la dernière saisie ({what}) ne compte plus."
NOTHING_TO_CANCEL = "Il n'y a rien à annuler dans ce cas."
GRAVE = "Réaction grave le {day} : pas de nouvelle cure sans nouvel avis."
RENEWAL = "Renouvellement de {reference} : les critères sont ceux du début du traitement."
SAME_WEIGHT = "Le poids et les autres mesures sont ceux de la décision du {day} : s'ils ont changé, écrivez-les."
OTHER_CASE = "Ce bouton concerne le cas {reference}, qui n'est plus suivi ici : rien n'a été noté."
