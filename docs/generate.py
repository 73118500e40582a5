"""Write the generated pages of docs/: `python -m docs.generate`. A test fails while one of them is stale.

They are made of the rule base (`rules/hierarchy`, `rules/protocols`, `rules/forms`, `rules/products.yml`), of the
names of the facts (`actions/wording/questions.yml`) and of the phrases of the training cases; change those,
never the pages.
"""

from __future__ import annotations

from pathlib import Path

from docs.pages import form, questions, sirolimus, table, training_coverage

FOLDER = Path(__file__).parent


def pages() -> dict[Path, str]:
    """The text of each generated page, by path."""
    return {
        FOLDER / "form-dictionary.md": form.page(),
        FOLDER / "questions.md": questions.page(),
        FOLDER / "sirolimus.md": sirolimus.page(),
        FOLDER / "table.md": table.page(),
        FOLDER / "training-coverage.md": training_coverage.page(),
    }


def main() -> None:
    """Write the pages that have changed, and say which."""
    for path, text in pages().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"{path.name} : écrit")


if __name__ == "__main__":
    main()
