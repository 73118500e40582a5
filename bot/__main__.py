"""`python path/to/bot`: the command line, whatever the working directory holds."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

from bot.cli import main  # noqa: E402  the line above is what makes it importable

sys.exit(main())
