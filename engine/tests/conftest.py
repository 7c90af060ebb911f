"""The engine is tested as it is used: installed, or straight from the checkout."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
