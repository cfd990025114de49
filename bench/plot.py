"""The ratios as a picture: bars in plain SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

_LEFT, _WIDTH, _BAR = 300, 420, 22


def ratio_plot(ratios: Mapping[str, Sequence[float]]) -> str:
    """An SVG of how many times as fast we are: a bar to the median, a line from min to max, a mark at 1."""
    top = max([1.0, *(max(values) for values in ratios.values())])
    scale = _WIDTH / top
    height = 50 + _BAR * len(ratios)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 80} {height}" role="img">',
        "<style>text { font: 13px sans-serif }</style>",
        "<title>Times as fast as each of the others</title>",
        '<rect width="100%" height="100%" fill="white"/>',
        '<text x="10" y="22" font-size="15">Times as fast as … (median; line: min to max of the runs)</text>',
    ]
    for k, (name, values) in enumerate(ratios.items()):
        low, middle, high = values
        y = 36 + _BAR * k
        line = f"M{_LEFT + low * scale:.1f} {y + 10}h{(high - low) * scale:.1f}"
        lines += [
            f'<text x="{_LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(name)}</text>',
            f'<rect x="{_LEFT}" y="{y + 2}" width="{middle * scale:.1f}" height="{_BAR - 6}" fill="#2a6f97"/>',
            f'<path d="{line}" stroke="#e07a2f" stroke-width="2"/>',
            f'<text x="{_LEFT + high * scale + 6:.1f}" y="{y + 14}">{middle:.1f}</text>',
        ]
    lines += [f'<path d="M{_LEFT + scale:.1f} 32V{height - 10}" stroke="#999" stroke-dasharray="4 3"/>', "</svg>", ""]
    return "\n".join(lines)
