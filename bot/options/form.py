"""The forms of studies: `form list`, `new`, `show`, `export`, `import`, `delete` and `check`."""

from __future__ import annotations

from bot.options import Commands


def add(commands: Commands) -> None:
    """Declare the commands."""
    form = commands.add_parser(
        "form",
        help="tenir les formulaires d'études (SIVIG)",
        description="Formulaires d'études : les voir, les exporter, les importer, les supprimer (docs/form.md).",
    )
    actions = form.add_subparsers(dest="action", metavar="ACTION", required=True, title="actions")
    listed = actions.add_parser("list", help="montrer les formulaires", description="Montre les formulaires tenus ici.")
    listed.add_argument("--form", metavar="ÉTUDE", help="une étude seulement (sivig)")
    new = actions.add_parser("new", help="commencer un formulaire", description="Commence un formulaire.")
    new.add_argument("key", metavar="CLÉ", help="initiales, année de naissance et sexe : AB-1962-F")
    new.add_argument("--form", metavar="ÉTUDE", default="sivig", help="étude (sivig)")
    show = actions.add_parser("show", help="lire un formulaire", description="Montre les réponses et ce qui manque.")
    show.add_argument("reference", metavar="RÉFÉRENCE", help="référence (K7M2-Q9XD) ou clé (AB-1962-F)")
    _files(actions)
    delete = actions.add_parser(
        "delete", help="supprimer un formulaire", description="Supprime un formulaire et efface ses réponses du disque."
    )
    delete.add_argument("reference", metavar="RÉFÉRENCE", help="référence (K7M2-Q9XD)")
    delete.add_argument("--yes", action="store_true", help="ne pas demander de confirmation")
    actions.add_parser(
        "check",
        help="vérifier les formulaires",
        description="Vérifie la description des études et les réponses tenues ici : dates impossibles, inclusion. "
        "Code de sortie : 0 en ordre, 1 si une réponse est à revoir, 2 si une description est refusée.",
    )


def _files(actions: Commands) -> None:
    export = actions.add_parser(
        "export",
        help="exporter en CSV ou en JSON",
        description="Exporte les formulaires d'une étude : CSV, une ligne par visite, ou JSON avec le dictionnaire.",
    )
    export.add_argument("references", nargs="*", metavar="RÉFÉRENCE", help="ceux-là seulement (tous sans elles)")
    export.add_argument("--form", metavar="ÉTUDE", default="sivig", help="étude (sivig)")
    export.add_argument("--format", choices=("csv", "json"), help="csv ou json (déduit du fichier ; csv sans lui)")
    export.add_argument("--output", metavar="FICHIER", help="fichier à écrire (la sortie standard sans lui)")
    load = actions.add_parser(
        "import",
        help="importer un export",
        description="Importe un export CSV ou JSON. Tout est vérifié d'abord : avec une faute, rien n'est écrit.",
    )
    load.add_argument("file", metavar="FICHIER", help="fichier à lire, ou - pour l'entrée standard")
    load.add_argument("--replace", action="store_true", help="remplacer les formulaires déjà tenus ici")
