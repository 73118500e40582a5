"""The few sentences that the bridge says itself; all the others come from the bot."""

from __future__ import annotations

WELCOME = (
    "Bonjour, ici PrioIg : priorité, avis et dose des immunoglobulines humaines, selon la table de l'ANSM.\n"
    "{how}Écrivez la situation avec ce que vous savez déjà, par exemple : "
    "« PTI adulte, Khellaf 9, urgence, corticoïdes en cours, 72 kg ».\n"
    "N'écrivez ni nom ni date de naissance. Je ne relis pas un message modifié : corrigez dans un nouveau message."
)
HOW_IN_GROUP = "Dans ce salon je ne réponds que si l'on s'adresse à moi : « {name} : … » ou une mention. "
PICK = "Répondez par le numéro, ou avec vos mots."
OR_WRITE = "Vous pouvez aussi écrire : {choices}."
TEXT_ONLY = "Je ne lis que du texte. Écrivez la situation, les critères et le poids en une phrase."
WAITING = "PrioIg redémarre. Votre message est gardé : la réponse suivra, il est inutile de le renvoyer."
UNSURE = (
    "J'ai été interrompu et j'ignore si votre dernier message a été pris en compte. "
    "Ne tenez compte d'aucune réponse à ce message ; renvoyez-le, ou écrivez « recommencer »."
)
REFUSED = (
    "Je ne peux pas répondre : l'accès à PrioIg est mal réglé sur ce serveur. Prévenez le service informatique. "
    "En urgence, consultez la table de l'ANSM ou appelez le centre de référence."
)
UNREADABLE = (
    "Je n'ai pas pu déchiffrer votre message. Renvoyez-le ; si cela se répète, ouvrez un nouveau salon avec moi."
)
