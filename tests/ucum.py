"""A small checker of UCUM codes: prefixes, the units our tables use, exponents, products, quotients, annotations.

Source: The Unified Code for Units of Measure, version 2.1, tables 1 to 3. Codes that the contract adds to UCUM
(`pp`, `‰`, `‱`, `har` written for hectare) are listed apart.
"""

from __future__ import annotations

import re

PREFIXES = ("Y", "Z", "E", "P", "T", "G", "M", "k", "h", "da", "d", "c", "m", "u", "n", "p", "f", "a", "z", "y")
METRIC_LIST = """
    m s g rad K C cd mol Hz N Pa J W A V F Ohm S Wb Cel T H lm lx Bq Gy Sv L l ar t bar u eV pc cal By bit B st
    [g] [ly] m[Hg] [car_Au]
"""
OTHER_LIST = """
    ' '' % min h d wk mo a har AU atm [ppm] [ppb] [smi_us] [acr_us] [syd_i] [sft_i] [sin_i] [mi_i] [yd_i] [ft_i]
    [in_i] [fur_us] [fth_i] [nmi_i] [kn_i] [ston_av] [lton_av] [stone_av] [lb_av] [oz_av] [oz_tr] [car_m] [scwt_av]
    [HP] [psi] [degF] [Btu] [lbf_av] [in_i'Hg] [cyd_i] [cft_i] [cin_i] [bu_us] [gal_us] [gal_br] [pt_us] [pt_br]
    [foz_us] [foz_br] [tbs_us] [tsp_us] [bbl_us] [drp] [fdr_us] [qt_br] [cup_m] [crd_us]
"""
METRIC, OTHER = frozenset(METRIC_LIST.split()), frozenset(OTHER_LIST.split())
CONTRACT = frozenset({"pp", "‰", "‱", "1"})
_PART = re.compile(r"(?P<atom>(?:[A-Za-z%']|\[[^\]]+\])*)(?P<power>\d?)(?P<note>(?:\{[A-Za-z0-9_]+\})?)")


def is_ucum(code: str) -> bool:
    """Whether a code is valid: each factor a known unit, with a prefix only if it is metric, or an annotation alone."""
    return code in CONTRACT or all(_is_part(part) for part in re.split(r"[./](?![^\[{]*[\]}])", code))


def _is_part(part: str) -> bool:
    match = _PART.fullmatch(part)
    if match is None or not part:
        return False
    atom = match["atom"]
    if not atom:
        return bool(match["note"]) and not match["power"]
    if atom in OTHER or atom in METRIC:
        return True
    return any(atom.startswith(prefix) and atom[len(prefix) :] in METRIC for prefix in PREFIXES)
