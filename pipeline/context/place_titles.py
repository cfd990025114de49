"""The place that a title names: it holds for every number of the release that has none of its own.

Way in: `place_of_title`.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.context.place_candidates import match_places
from pipeline.context.place_mentions import find_place_mentions
from pipeline.context.scene import PlaceMention
from pipeline.languages.characters import fold_characters
from pipeline.linguistics.headlines import sentence_case
from pipeline.linguistics.parse import Parse
from pipeline.model import Block, Document, Sentence

_REACH = 40  # characters before a name


def place_of_title(document: Document, parse: Parse | None) -> str:
    """The place a title names (« Hainan : … », « … en Occitanie », "UK employment rate …"); "" if none.

    parse: of the title. A place that something goes to or comes from ("Loans to Kenya") counts where the title names no
    other.
    """
    titles = [k for k, block in enumerate(document.blocks) if block.kind == "title"]
    if not titles and document.title:  # given beside the text
        title = Block(0, len(document.title), "title")
        folded = fold_characters(document.title)
        return place_of_title(replace(document, text=document.title, folded=folded, blocks=(title,)), None)
    for k in titles:
        block = document.blocks[k]
        shown = sentence_case(document, block, block.start, block.end)
        read = replace(document, folded=document.folded[: block.start] + shown + document.folded[block.end :])
        mentions = find_place_mentions(read, Sentence(block.start, block.end, k), parse)
        holding = [mention for mention in mentions if mention.use == "holds" or _is_direction(mention, read)]
        holding.sort(key=lambda mention: mention.use != "holds")  # stable: the first of those that hold, else the first
        return holding[0].name if holding else ""
    return ""


def _is_direction(mention: PlaceMention, document: Document) -> bool:
    """« vers l'Espagne », "to Kenya": where something goes, rather than what it is compared with."""
    before = document.folded[max(0, mention.start - _REACH) : mention.start]
    return match_places(document.lang, r"{}\s?(?:{article}\s?)*$", before, "direction") is not None
