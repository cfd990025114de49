"""What a number measures: a noun phrase of the text, found by the first rule that has an answer.

Rules in order: the noun that carries the number through of (« un budget de N »), a label before a colon, what an
amount is for, the noun behind a share that is its clause's subject, the counted noun, the subject or object of the
verb, the claim that the number hangs on, what was spoken of before. A name for each rule goes into the trace.
"""

from __future__ import annotations

from pipeline.context.antecedents import last_indicator
from pipeline.context.carriers import noun_before
from pipeline.context.indicator_brackets import bracketed
from pipeline.context.indicator_counts import counted
from pipeline.context.indicator_labels import labelled
from pipeline.context.indicator_links import gapped, link_head, linked, list_head
from pipeline.context.indicator_nouns import (
    before_noun,
    carried_by_noun,
    hyphened,
    purpose_or_content,
    within,
)
from pipeline.context.indicator_shares import share_of_object, share_subject
from pipeline.context.indicator_verbs import again_counted, following, leading, of_verb
from pipeline.context.positions import number_token, without_place
from pipeline.context.respectively import respectively
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.share_phrases import is_pronoun, one_in_noun, phrase_behind
from pipeline.context.wording import span_text
from pipeline.linguistics.phrases import words


def resolve_indicator(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved:
    """The indicator of quantity `i`; empty, with flag `no-indicator`, where no phrase gives one (contract, 19)."""
    for rule in (
        respectively,
        hyphened,
        within,
        before_noun,
        bracketed,
        linked,
        gapped,
        carried_by_noun,
        list_head,
        labelled,
        purpose_or_content,
        share_subject,
        counted,
        again_counted,
        share_of_object,
        of_verb,
        link_head,
        leading,
        following,
    ):
        found = rule(i, scene, earlier, discourse)
        if found is not None and found.value:
            return _with_exclusion(_with_doubt(found), i, scene)
    return _from_before(i, scene, earlier, discourse)


# Rules whose answer is right clearly less often than the others' (measured on the corpus): a person should look.
_DOUBTFUL = frozenset({"leading-noun", "before-bracket", "list-member", "respectively", "following-subject", "that-of"})


def _with_doubt(found: Resolved) -> Resolved:
    if found.rule in _DOUBTFUL and not found.flags:
        return Resolved(found.value, found.rule, ("indicator-guessed",))
    return found


def _from_before(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved:
    """Nothing in the clause: the unit's own noun, the claim before, the subject spoken of; else nothing."""
    quantity = scene.quantities[i]
    if quantity.kind == "count" and quantity.unit_text:
        return Resolved(quantity.unit_text, "counted-noun")
    noun = one_in_noun(i, scene)
    if noun:
        return Resolved(noun, "one-in-n")
    behind = phrase_behind(i, scene)
    if behind and not is_pronoun(behind, scene.document.lang):
        return Resolved(without_place(i, scene, behind), "phrase-behind", ("indicator-guessed",))
    said = last_indicator(earlier[:-1], discourse)
    if said:
        return Resolved(said, "carried", ("indicator-carried",))
    phrase = noun_before(scene.parse, number_token(i, scene), scene.document.lang, 0)
    bare = "" if phrase is None else span_text(scene, phrase.start, phrase.end)
    if bare:  # « une croissance de 3 % » and nothing that grows
        return Resolved(bare, "growth-itself", ("indicator-bare",))
    return Resolved("", "none", ("no-indicator",))


def _with_exclusion(found: Resolved, i: int, scene: Scene) -> Resolved:
    """« Hors énergie, elle est stable à N », "Excluding energy, it was N": the exclusion belongs to the indicator."""
    tokens, lang = scene.parse.tokens, scene.document.lang
    opened = next((t.i for t in tokens if t.lower in words(lang, "excluding")), None)
    if (
        opened is None
        or found.rule not in ("pronoun", "subject")
        or (opened and tokens[opened - 1].text not in (",", ";", ":"))
    ):
        return found
    if found.rule == "subject" and _said_before(found.value, opened, scene):
        return found  # "Total expenditure, excluding fares, came to N": an aside behind its noun
    comma = next((t for t in tokens[opened:] if t.text == ","), None)
    if comma is None or comma.start > scene.quantities[i].start:
        return found
    exclusion = " ".join(scene.document.text[tokens[opened].start : comma.start].split())
    return Resolved(f"{found.value} {exclusion[:1].lower()}{exclusion[1:]}", found.rule, found.flags)


def _said_before(phrase: str, k: int, scene: Scene) -> bool:
    """Does a phrase begin before token `k` of the sentence?"""
    said = scene.folded(scene.sentence.start, scene.parse.tokens[k].start).lower()
    return bool(phrase) and phrase.replace("’", "'").split()[0].lower() in said.replace("'", " ").split()
