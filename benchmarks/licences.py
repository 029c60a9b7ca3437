"""Says which installed packages have a licence that this product may not depend on: ``make sbom`` runs it.

AGPL asks for the source of a server that others reach; non-commercial licences forbid an office's use.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

_REFUSED = re.compile(
    r"AGPL|Affero|Non-?Commercial|CC[- ]BY-NC|SSPL|Server Side Public|BUSL|Business Source", re.IGNORECASE
)
_UNSAID = {"UNKNOWN", ""}


def main() -> None:
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    refused = [row for row in rows if _REFUSED.search(row["License"])]
    unsaid = [row["Name"] for row in rows if row["License"].strip() in _UNSAID]
    print(f"{len(rows)} packages")
    print(f"licence not said in the package's own metadata: {', '.join(unsaid) or 'none'}")
    for row in refused:
        print(f"refused: {row['Name']} {row['Version']}: {row['License']}")
    sys.exit(1 if refused else 0)


if __name__ == "__main__":
    main()
