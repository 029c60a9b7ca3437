"""How sure a value must be before a finding may rest on it: documented once, used everywhere."""

from __future__ import annotations

TRUST = 0.6
"""Below this a value is a person's business: no finding rests on it alone, the rule says that it was not run."""

SURE = 0.9
"""From here on nobody needs to look at a value. Codes and numbers of persons are only called wrong from here on."""
"""Where a single misread character would make a good value look bad, a finding asks for this much."""
