"""What the document has said so far, as a value that is passed from sentence to sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.context.basis import basis_of_lead_in
from pipeline.context.period import period_for_paragraph, period_of_title
from pipeline.context.place import place_for_paragraph
from pipeline.context.place_titles import place_of_title
from pipeline.context.role import role_of_lead_in
from pipeline.context.scene import Discourse, Draft, Scene
from pipeline.context.status import status_of_lead_in
from pipeline.linguistics.parse import Parse
from pipeline.model import Document, Quantity

_REACH = 4  # sentences with a number: what a pronoun stands for was named in one of the last ones


def begin(document: Document, title_parse: Parse | None, quantities: Sequence[Quantity] = ()) -> Discourse:
    """The state before the first sentence: what the title says, and the money that the document speaks of first."""
    return Discourse(
        money=next((quantity for quantity in quantities if quantity.kind == "amount"), None),
        title_period=period_of_title(document),
        title_place=place_of_title(document, title_parse),
    )


def enter_block(discourse: Discourse, document: Document, block: int) -> Discourse:
    """The state at a sentence of `block`: a new paragraph forgets the last one, a bullet keeps its lead-in."""
    if discourse.block == block:
        return discourse
    if document.blocks[block].kind == "bullet" and discourse.lead_in_block >= 0:
        return replace(
            discourse, block=block, paragraph_period=discourse.lead_in_period, paragraph_place=discourse.lead_in_place
        )
    return replace(
        discourse,
        block=block,
        paragraph_period="",
        paragraph_place="",
        lead_in_block=-1,
        lead_in_period="",
        lead_in_place="",
        lead_in_status="",
        lead_in_basis="",
        lead_in_role="",
        previous=(),
        scenes=(),
    )


def after(discourse: Discourse, scene: Scene, drafts: tuple[Draft, ...]) -> Discourse:
    """The state behind a sentence: the period, place and subject that it leaves to the next ones."""
    if scene.document.blocks[scene.sentence.block].kind == "title":
        return discourse
    leads_in = scene.folded(scene.sentence.start, scene.sentence.end).rstrip().endswith(":")
    if not (drafts or scene.periods or scene.places or leads_in):
        return discourse  # most sentences say nothing that matters later
    period = period_for_paragraph(scene, drafts, discourse.paragraph_period) or discourse.paragraph_period
    place = place_for_paragraph(scene, drafts, discourse) or discourse.paragraph_place
    state = replace(
        discourse,
        paragraph_period=period,
        paragraph_place=place,
        previous=drafts or discourse.previous,
        money=next((d.quantity for d in reversed(drafts) if d.quantity.kind == "amount"), discourse.money),
        scenes=(*discourse.scenes, scene)[-_REACH:] if drafts else discourse.scenes,
    )
    if not leads_in:
        return state
    return replace(
        state,
        lead_in_block=scene.sentence.block,
        lead_in_period=period,
        lead_in_place=place,
        lead_in_status=status_of_lead_in(scene),
        lead_in_basis=basis_of_lead_in(scene),
        lead_in_role=role_of_lead_in(scene),
    )
