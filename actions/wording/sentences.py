"""The sentences that come back whatever the case. `{version}` is the date of the table."""

GREETING = "Bonjour. PrioIg lit la hiérarchie ANSM des immunoglobulines : priorité, avis à demander, dose."
THANKS = "Avec plaisir. Pour un autre patient, écrivez « nouveau patient »."
GOODBYE = "Au revoir. Pour un autre patient, écrivez « nouveau patient »."
HELP = (
    "Décrivez le patient en une phrase (« PTI adulte, Khellaf 9, urgence, corticoïdes en cours, 72 kg »), "
    "ou laissez-vous guider.\n"
    "À tout moment : corrigez (« finalement 68 kg »), « pourquoi ? », « je ne sais pas », « passer », « retour », "
    "« recommencer », « nouveau patient ».\n"
    "Après la réponse : « détails », « renouvellement », « qu'est-ce qui changerait la réponse ? », « quelle dose ? », "
    "« quel centre ? ».\n"
    "« entraînement » : des cas fictifs, seul ou avec le code d'une salle.\n"
    "La dose est à vérifier avant toute prescription. N'écrivez rien qui identifie le patient."
)
CONTACT = (
    "PrioIg ne peut joindre personne et n'envoie rien. Pour un avis : la pharmacie de l'hôpital, la RCP ou le centre "
    "de référence de la situation (écrivez « quel centre ? »)."
)
TRAINING = (
    "Pour vous entraîner sur des cas fictifs, écrivez « entraînement », suivi du code de la salle s'il y en a une."
)
OUT_OF_SCOPE = (
    "Je ne réponds que sur les immunoglobulines humaines polyvalentes : "
    "priorité, avis et dose selon le tableau de l'ANSM."
)
INSULT = (
    "Je suis désolé que la réponse ne convienne pas. Dites ce qui est faux ou manque, "
    "ou écrivez « retour » ou « recommencer »."
)
ENGLISH = (
    "I can only answer in French; simple words and figures are enough (for example: PTI adulte, 72 kg).\n"
    "Je réponds en français ; des mots simples et des chiffres suffisent."
)
UNSIGNED = "Lecture du tableau non encore signée par un clinicien."
VERSION = (
    "Tableau de l'ANSM : hiérarchisation des immunoglobulines humaines polyvalentes, version du {version}. "
    "Nos lectures de ce tableau ne sont pas encore signées par un clinicien ; quand une cellule est peu lisible, la "
    "réponse le dit. PrioIg n'est pas un dispositif médical certifié."
)
HISTORY = (
    "La hiérarchie précédente datait du 03/04/2019. Selon l'ANSM, la version du {version} a révisé :\n"
    "- la liste des indications et leurs critères cliniques ou biologiques ;\n"
    "- la posologie minimale efficace, avec les référentiels quand ils existent ;\n"
    "- la nécessité d'un avis spécialisé ou d'un réseau maladie rare avant la prescription ;\n"
    "- les codes : rouge prioritaire (P), bleu réservé aux urgences fonctionnelles ou à l'échec des alternatives (UF), "
    "noir non prioritaire (NP).\n"
    "PrioIg ne contient pas le tableau de 2019 : il ne peut pas comparer ligne à ligne."
)
EMPTY = "Je n'ai rien reçu. Écrivez la situation, par exemple « Guillain-Barré, 6 ans, 20 kg »."
NOT_UNDERSTOOD = "Je n'ai pas compris{quoted}."
EXAMPLES = "Écrivez par exemple « PTI adulte », « 72 kg », « corticoïdes en échec », ou « aide »."
NOTHING_ASKED = "Aucune question n'est en attente."
NO_CASE = "Aucun patient n'est décrit pour l'instant."
REFERENCE = "Référence {reference}."
UNRECORDED = "Décision non enregistrée (la réponse reste valable, notez-la au dossier). {problem}"
UNAVAILABLE = (
    "La règle n'a pas pu être appliquée : aucune priorité n'est donnée. Ce que vous avez dit est gardé ; réessayez. "
    "Si le patient ne peut pas attendre, consultez le tableau de l'ANSM et téléphonez au centre de référence ou au "
    "pharmacien."
)
RESTARTED = "On recommence : tout est effacé."
NEW_PATIENT = "Nouveau patient : le cas précédent est effacé."
BACK = "Retour en arrière."
AT_START = "C'est le début de ce cas : il n'y a rien à défaire."
DECLINED = "Noté : {label} inconnu, la question ne sera plus posée."
SKIPPED = "Passé : {label}."
WHICH_SITUATION = (
    "Écrivez le diagnostic, même approché : je proposerai les situations proches. "
    "Si aucune ne convient, répondez « aucune de ces situations »."
)
ALREADY_RENEWAL = "C'est déjà le renouvellement qui est décrit."
RENEWAL = "Renouvellement : les critères sont ceux du début du traitement."
NO_CHANGE = "Aucun fait isolé ne changerait la réponse."
CHANGES = "Changeraient la réponse :"
NO_DOSE = "Le tableau ne donne pas de dose dans ce cas."
NO_NETWORK = "Le tableau ne nomme aucun centre pour cette situation ({situation})."
NETWORK = "{situation} :"
WHICH_NETWORK = "Pour quelle situation ? Écrivez par exemple « quel centre pour un PTI de l'enfant ? »."
UNKNOWN_TERM = "Ce mot n'est pas dans le glossaire. J'explique par exemple : {terms}."
DOSE_LATER = "La dose dépend de la réponse, qui demande encore ceci :"
HYPOTHESIS = "Hypothèse prise en compte ; « retour » revient au cas tel qu'il était."
NO_BODY = (
    "Le tableau ne nomme aucun centre pour cette situation. Demandez l'avis d'une RCP ou d'un centre de référence."
)
BECAUSE = {
    "P": "Le tableau ne demande pas d'autre critère que le diagnostic.",
    "UF": "Le tableau ne demande pas d'autre critère que le diagnostic.",
    "NP": "Le tableau cite cette situation sans lui donner de priorité.",
    "not_justified": "Cette situation figure dans la liste des indications non justifiées du tableau.",
    "not_listed": "Cette situation n'est dans aucune des deux listes du tableau : ni priorité, ni dose.",
}
