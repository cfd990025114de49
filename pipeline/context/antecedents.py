"""What was spoken of before: in the sentence, and in those before it."""

from __future__ import annotations

from pipeline.context.positions import number_token, skipped_tokens
from pipeline.context.scene import Discourse, Draft, Scene
from pipeline.context.subjects import subject_of
from pipeline.context.verb_groups import verb_group
from pipeline.context.wording import span_text, strip_head
from pipeline.linguistics.phrases import left_edge, make_phrase, right_edge, words


def antecedents(discourse: Discourse) -> tuple[tuple[str, str], ...]:
    """What a pronoun may stand for: (phrase, morphology of its head) of the sentence before, the subject first.

    Made when a pronoun asks, which few do.
    """
    return next(filter(None, map(_antecedents_of, reversed(discourse.scenes))), ())


def _antecedents_of(scene: Scene) -> tuple[tuple[str, str], ...]:
    if not scene.quantities or not scene.parse.tokens:
        return ()
    lang, tokens = scene.document.lang, scene.parse.tokens
    last = len(scene.quantities) - 1
    group = verb_group(scene.parse, number_token(0, scene), lang) or verb_group(scene.parse, len(tokens), lang)
    subject = subject_of(scene.parse, group, lang, skipped_tokens(last, scene)) if group else None
    heads = [] if subject is None or tokens[subject.head].pos == "PRON" else [subject]
    numbers = [(q.start, q.end) for q in scene.quantities]
    heads += [
        make_phrase(scene.parse, left_edge(scene.parse, t.i, lang), right_edge(scene.parse, t.i, lang), t.i)
        for t in tokens
        if t.dep == "object" and t.pos == "NOUN" and not any(a <= t.start < b for a, b in numbers)
    ]
    if "noun-first" in words(lang, "order"):  # « celles-ci », « elle »: nouns have a gender by which they are told
        nouns = [t for t in reversed(tokens) if t.pos == "NOUN" and t.dep != "fixed" and "Gender=" in t.morph]
        heads += [
            make_phrase(scene.parse, left_edge(scene.parse, t.i, lang), right_edge(scene.parse, t.i, lang), t.i)
            for t in nouns
            if not any(a <= t.start < b for a, b in [*numbers, *((m.start, m.end) for m in scene.periods)])
        ]
    found = []
    heads = [p for p in heads if tokens[p.head].lower not in words(lang, "goal")]
    heads = [p for p in heads if not any(m.start <= tokens[p.head].start < m.end for m in scene.places)]
    for phrase in heads:
        text = strip_head(span_text(scene, phrase.start, phrase.end), lang, "number-of")
        if text:
            found.append((text, tokens[phrase.head].morph))
    return tuple(found)


def last_indicator(drafts: tuple[Draft, ...], discourse: Discourse) -> str:
    """What was spoken of last: in the sentence, else its antecedents, else the sentence before; "" if nothing."""
    for draft in reversed(drafts):
        if draft["indicator"]:
            return draft["indicator"]
    spoken_of = antecedents(discourse)
    if spoken_of:
        return spoken_of[0][0]
    return discourse.previous[-1]["indicator"] if discourse.previous else ""
