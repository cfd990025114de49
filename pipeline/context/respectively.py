"""« A, B et C ont progressé respectivement de 8 %, 6 % et 3 % »: each number has its own member of the subject."""

from __future__ import annotations

from pipeline.context.positions import number_token
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.wording import span_text, strip_head
from pipeline.linguistics.parse import Token
from pipeline.linguistics.phrases import determiners, is_finite, words


def respectively(i: int, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> Resolved | None:
    """The member of the coordinated subject that stands where quantity `i` stands in the list of numbers."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    cue = next((t for t in tokens if t.lower in words(lang, "respectively")), None)
    if cue is None:
        return None
    members = _numbers(i, scene, cue)
    if i not in members or len(members) < 2:
        return None
    verb = next((t.i for t in tokens if is_finite(t)), None)
    while verb and tokens[verb - 1].pos == "PRON":
        verb -= 1  # « se sont établies »
    if verb is None or verb >= number_token(members[0], scene):
        return None
    subjects = _conjuncts(tokens[:verb], lang)
    while len(subjects) > len(members) and len(subjects) > 2:  # « de A et de B, de C et de D » for three numbers
        subjects = [[*subjects[0], *subjects[1]], *subjects[2:]]
    if len(subjects) != len(members):
        return None
    if subjects[0][0].pos == "ADP":
        return None  # « À Lille et à Metz, le taux est respectivement de … »: places, not subjects
    value = _wording(subjects, members.index(i), scene)
    return Resolved(value, "respectively") if value else None


def _numbers(i: int, scene: Scene, cue: Token) -> list[int]:
    """The run of like quantities around the cue, without a verb between them."""
    like = [k for k, q in enumerate(scene.quantities) if q.kind in (scene.quantities[i].kind, None)]
    run: list[int] = []
    for k in like:
        between = [] if not run else scene.parse.tokens
        start = scene.quantities[run[-1]].end if run else 0
        cut = any(is_finite(t) or t.text == ";" for t in between if start <= t.start < scene.quantities[k].start)
        if cut:
            if i in run:
                break
            run = []
        run.append(k)
    return run if run and any(abs(scene.quantities[k].start - cue.start) < 120 for k in run) else []


def _conjuncts(subject: tuple[Token, ...], lang: str) -> list[list[Token]]:
    """The coordinated members before the verb, each cut at its comma or conjunction."""
    parts: list[list[Token]] = [[]]
    for token in subject:
        if token.text == "," or token.pos == "CCONJ":
            parts.append([])
        else:
            parts[-1].append(token)
    first = {
        **dict.fromkeys(determiners(lang)),
        **dict.fromkeys(words(lang, "of")),
        **dict.fromkeys(words(lang, "of-the")),
    }
    kept = [part for part in parts if any(t.pos in ("NOUN", "PROPN") for t in part)]
    opened = [part for part in kept if part[0].lower in first or part is kept[0] or "noun-last" in words(lang, "order")]
    merged: list[list[Token]] = []
    for part in kept:
        if part in opened:
            merged.append(part)
        elif merged:
            merged[-1] = [*merged[-1], *part]  # « industries d'instruments et équipements » is one member
    return merged


def _wording(subjects: list[list[Token]], k: int, scene: Scene) -> str:
    """The member as an indicator; one that begins with of takes the head of the first (« activités … du bâtiment »)."""
    lang = scene.document.lang
    member = subjects[k]
    text = span_text(scene, member[0].start, member[-1].end)
    links = words(lang, "of") | words(lang, "of-the")
    if k and member[0].lower in links:
        first = subjects[0]
        cut = next((j for j, t in enumerate(first) if j and t.lower in links), None)
        if cut is not None:
            carried = span_text(scene, first[0].start, first[cut - 1].end)
            text = f"{carried} {scene.document.text[member[0].start : member[-1].end]}"
    return strip_head(text, lang, "number-of")
