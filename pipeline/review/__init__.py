"""What people do with the claims: look at them, decide, correct, and take them away.

report: one HTML file. server: the same page, where decisions are taken. sheet: decisions from a spreadsheet.
"""

from __future__ import annotations
