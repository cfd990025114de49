"""Whose a thing is that a possessive opens: « leur taux de réussite », "their pass rate"."""

from __future__ import annotations

from pipeline.context.scene import Draft, Scene
from pipeline.context.wording import span_text
from pipeline.linguistics.phrases import Phrase, left_edge, right_edge, words


def owned_by(said: str, phrase: Phrase, scene: Scene, earlier: tuple[Draft, ...]) -> str:
    """« leur taux de réussite », "their pass rate": of those who were spoken of in the sentence; "" where none was."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    if not phrase.first or tokens[phrase.first - 1].lower not in words(lang, "plural-possessive"):
        return ""
    spoken = [draft["indicator"] for draft in earlier[:-1] if draft["indicator"]]
    owners = [
        t
        for t in tokens[: phrase.first]
        if t.dep == "subject" and t.pos == "NOUN" and "Number=Plur" in t.morph and t.head != tokens[phrase.head].head
    ]
    owner = owners[-1] if owners else None
    if owner is None or any(q.number_start <= owner.start < q.number_end for q in scene.quantities):
        return ""
    stop = right_edge(scene.parse, owner.i, lang, stop=phrase.first)
    who = span_text(scene, tokens[left_edge(scene.parse, owner.i, lang)].start, tokens[stop].end)
    if not who or (spoken and spoken[-1] != who):
        return ""  # several are spoken of
    link = next(iter(words(lang, "plural-of")), "")
    who = who[:1].lower() + who[1:] if not who[1:2].isupper() else who
    return f"{said} {link} {who}" if link else ""
