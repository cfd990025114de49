"""« celle des services », "that of Alberta": what was said before, with a new complement."""

from __future__ import annotations

from pipeline.context.antecedents import last_indicator
from pipeline.context.scene import Discourse, Draft, Scene
from pipeline.context.wording import span_text, strip_determiner, strip_head
from pipeline.linguistics.phrases import determiners, words


def that_of(earlier: tuple[Draft, ...], scene: Scene, first: int, last: int, discourse: Discourse) -> str:
    """« celle des services » → what was said before, with the new complement in the place of the old one."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    said = last_indicator(earlier[:-1], discourse)
    complement = span_text(scene, tokens[first].start, tokens[last].end)
    if complement.lower().startswith(tokens[first].lower + " "):
        complement = complement[len(tokens[first].text) :].strip()
    elif complement.lower() in ("", tokens[first].lower):
        return said  # « that of Alberta »: only the place is new
    before = scene.folded(scene.sentence.start, tokens[first].start)
    bare = strip_determiner(_without_of(complement, lang), lang)
    pieces = said.split()
    counted = strip_head(before[before.lower().find(pieces[0].lower()) :], lang, "number-of") if pieces else ""
    if any(form + " " in before.lower() for form in words(lang, "number-of")) and counted:
        return bare  # « le nombre d'inscrits …, celui des inscrits de … »
    grown = any(t.lower in words(lang, "growth") for t in tokens[:first])
    if grown and not any(draft["indicator"] for draft in earlier[:-1]):
        return bare  # « Cette hausse, supérieure à celle du PIB (2,1 %), »
    links = words(lang, "of") | words(lang, "of-the") | words(lang, "complement") | words(lang, "that-link")
    opening = link_of(complement)
    cuts = [k for k, piece in enumerate(pieces) if k and link_of(piece) in links]
    same = [k for k in cuts if link_of(pieces[k]) == opening]
    article = complement.split()[1:2]
    if same and article and article[0].lower() in words(lang, "bound-of"):
        same = same[:1]  # « les allocataires de moins de 30 ans …, ceux de plus de 50 ans »
    alike = [k for k in same if article and pieces[k + 1 : k + 2] == article and article[0] in determiners(lang)]
    loose = [k for k in cuts if not _determined(pieces, k, lang)]
    if cuts and len(loose) == len(cuts) and _determined(complement.split(), 0, lang):
        return f"{said} {complement}"  # « le taux de chômage …, celui des jeunes »: added, not put in its place
    tight = [k for k in cuts if k not in loose] if _determined(complement.split(), 0, lang) else []
    if same or cuts:
        head = " ".join(pieces[: (alike or tight[-1:] or same[-1:] or cuts)[0]])
    else:
        head = pieces[0] if pieces and "noun-first" in words(lang, "order") else said
    return f"{head} {complement}".strip()


def _determined(pieces: list[str], k: int, lang: str) -> bool:
    """Is the complement that begins at piece `k` one with an article (« des jeunes », « de la facilité »)?"""
    if link_of(pieces[k]) in words(lang, "of-the"):
        return True
    following = pieces[k + 1 : k + 2]
    return bool(following) and (
        following[0].lower() in determiners(lang) or link_of(following[0]) in determiners(lang)
    )


def link_of(words_: str) -> str:
    """The first word, or its elided form: « d'énergie » → "d'"."""
    first = words_.replace("’", "'").split()[0].lower() if words_.split() else ""
    return first[: first.index("'") + 1] if "'" in first else first


def _without_of(complement: str, lang: str) -> str:
    first, _, rest = complement.partition(" ")
    return rest if first.lower() in words(lang, "of") | words(lang, "of-the") else complement
