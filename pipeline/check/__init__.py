"""What the extractor finds against what people wrote down: the gold files and the scores."""

from __future__ import annotations
