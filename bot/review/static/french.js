// The few words that Datasette and its dashboards write in English.
"use strict";
const FRENCH = {
  "home": "accueil", "dashboards": "tableaux", "Dashboards": "Tableaux", "Apply": "Afficher", "Log out": "Sortir",
  "View and edit SQL": "Voir la requête", "This data as": "Ces données en",
};
document.documentElement.lang = "fr";
document.addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll("input[type=submit]")) field.value = FRENCH[field.value] || field.value;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const said = texts.currentNode.data.trim();
    if (FRENCH[said]) texts.currentNode.data = texts.currentNode.data.replace(said, FRENCH[said]);
  }
});
