"""Pronouns and « celui de »: what a phrase stands for that names nothing itself."""

from __future__ import annotations

from pipeline.context.positions import number_token, skipped_tokens
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.subjects import subject_of
from pipeline.context.verb_groups import verb_group
from pipeline.context.wording import span_text, strip_determiner, strip_head
from pipeline.linguistics.parse import Token
from pipeline.linguistics.phrases import Phrase, determiners, left_edge, make_phrase, right_edge, words


def antecedents_of(scene: Scene) -> tuple[tuple[str, str], ...]:
    """What a pronoun of the next sentence may stand for: (phrase, morphology of its head), the subject first."""
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
    found = []
    for phrase in heads:
        text = strip_head(span_text(scene, phrase.start, phrase.end), lang, "number-of")
        if text:
            found.append((text, tokens[phrase.head].morph))
    return tuple(found)


def _antecedent(pronoun: Token, scene: Scene, drafts: tuple[Draft, ...], discourse: Discourse) -> str:
    """What a pronoun stands for: spoken of in the sentence, or the one phrase of the last that agrees with it."""
    for draft in reversed(drafts):
        if draft["indicator"] and draft.quantity.start < pronoun.start:
            return draft["indicator"]
    lang = scene.document.lang
    topic = bool(scene.parse.tokens) and scene.parse.tokens[0].lower in words(lang, "topic")
    for token in scene.parse.tokens[: pronoun.i]:
        if (token.dep == "subject" or topic) and token.pos in ("NOUN", "PROPN"):
            first, last = left_edge(scene.parse, token.i, lang), right_edge(scene.parse, token.i, lang, stop=pronoun.i)
            said = span_text(scene, scene.parse.tokens[first].start, scene.parse.tokens[last].end)
            if said:
                return strip_head(said, lang, "number-of")
    traits = [trait for trait in pronoun.morph.split("|") if trait.startswith(("Gender=", "Number="))]
    for phrase, morph in discourse.antecedents:
        if all(trait in morph or trait.split("=")[0] not in morph for trait in traits):
            return phrase
    return last_indicator((), discourse)


def last_indicator(drafts: tuple[Draft, ...], discourse: Discourse) -> str:
    """What was spoken of last: in the sentence, else its antecedents, else the sentence before; "" if nothing."""
    for draft in reversed(drafts):
        if draft["indicator"]:
            return draft["indicator"]
    if discourse.antecedents:
        return discourse.antecedents[0][0]
    return discourse.previous[-1]["indicator"] if discourse.previous else ""


def named(phrase: Phrase, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse, rule: str) -> Resolved | None:
    """A subject or object as an indicator: pronouns resolved, « nombre de » and « croissance de » taken off."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    head = tokens[phrase.head]
    if head.lower in words(lang, "that-of") and phrase.last > phrase.first:
        return Resolved(that_of(earlier, scene, phrase.first, phrase.last, discourse), "that-of")
    value = span_text(scene, phrase.start, phrase.end)
    if any(q.number_start <= tokens[phrase.head].start < q.end for q in scene.quantities if q.kind != "count"):
        return None  # « A further £200,000 will go to … »: the number is its own subject
    if any(m.start <= phrase.start and phrase.end <= m.end for m in scene.places):
        return None  # « Saskatchewan accounted for 55% of »: a place is where, not what
    empty = head.lower in words(lang, "goal") | words(lang, "generic") and not _has_complement(phrase, scene)
    if (
        head.pos == "PRON"
        or empty
        or value.lower() in words(lang, "pronoun") | words(lang, "growth") | words(lang, "generic")
    ):
        said = _antecedent(head, scene, earlier[:-1], discourse)
        if said or head.pos == "PRON":
            return Resolved(said, "pronoun", ("indicator-carried",)) if said else None
    bare = strip_head(value, lang, "number-of")
    bare = strip_head(strip_head(bare, lang, "goal"), lang, "growth")
    return Resolved(_with_latter(bare, scene, earlier, discourse), rule)


def _has_complement(phrase: Phrase, scene: Scene) -> bool:
    """Does the phrase say of what: « l'objectif de production » has it, « l'objectif fixé » has not."""
    lang = scene.document.lang
    links = words(lang, "of") | words(lang, "of-the") | words(lang, "complement")
    if "noun-last" in words(lang, "order") and phrase.first < phrase.head:
        return any(t.pos in ("NOUN", "PROPN") for t in scene.parse.tokens[phrase.first : phrase.head])
    return any(t.lower in links for t in scene.parse.tokens[phrase.head + 1 : phrase.last + 1])


def _with_latter(phrase: str, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> str:
    """« contribution de ce dernier » with what « ce dernier » stands for."""
    lang = scene.document.lang
    for form in words(lang, "latter"):
        at = phrase.lower().replace("’", "'").find(form)
        said = last_indicator(earlier[:-1], discourse) if at >= 0 else ""
        if not said:
            continue
        link = next(
            (
                k
                for k, piece in enumerate(said.split())
                if k and _link_of(piece) in words(lang, "of-the") | words(lang, "of")
            ),
            None,
        )
        part = " ".join(said.split()[link:]) if link is not None else said
        return f"{phrase[:at].rstrip()} {part}{phrase[at + len(form) :]}"
    return phrase


def that_of(earlier: tuple[Draft, ...], scene: Scene, first: int, last: int, discourse: Discourse) -> str:
    """« celle des services » → what was said before, with the new complement in the place of the old one."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    said = last_indicator(earlier[:-1], discourse)
    complement = span_text(scene, tokens[first].start, tokens[last].end)
    if complement.lower().startswith(tokens[first].lower + " "):
        complement = complement[len(tokens[first].text) :].strip()
    elif complement.lower() == tokens[first].lower:
        return said  # « that of Alberta »: only the place is new
    before = scene.folded(scene.sentence.start, tokens[first].start)
    bare = strip_determiner(_without_of(complement, lang), lang)
    pieces = said.split()
    counted = strip_head(before[before.lower().find(pieces[0].lower()) :], lang, "number-of") if pieces else ""
    if any(form + " " in before.lower() for form in words(lang, "number-of")) and counted:
        return bare  # « le nombre d'inscrits …, celui des inscrits de … »
    links = words(lang, "of") | words(lang, "of-the")
    opening = _link_of(complement)
    cuts = [k for k, piece in enumerate(pieces) if k and _link_of(piece) in links]
    same = [k for k in cuts if _link_of(pieces[k]) == opening]
    article = complement.split()[1:2]
    alike = [k for k in same if article and pieces[k + 1 : k + 2] == article and article[0] in determiners(lang)]
    loose = [k for k in cuts if not _determined(pieces, k, lang)]
    if cuts and len(loose) == len(cuts) and _determined(complement.split(), 0, lang):
        return f"{said} {complement}"  # « le taux de chômage …, celui des jeunes »: added, not put in its place
    tight = [k for k in cuts if k not in loose] if _determined(complement.split(), 0, lang) else []
    if same or cuts:
        head = " ".join(pieces[: (alike or same[-1:] or tight[-1:] or cuts)[0]])
    else:
        head = pieces[0] if pieces and "noun-first" in words(lang, "order") else said
    return f"{head} {complement}".strip()


def _determined(pieces: list[str], k: int, lang: str) -> bool:
    """Is the complement that begins at piece `k` one with an article (« des jeunes », « de la facilité »)?"""
    if _link_of(pieces[k]) in words(lang, "of-the"):
        return True
    following = pieces[k + 1 : k + 2]
    return bool(following) and (
        following[0].lower() in determiners(lang) or _link_of(following[0]) in determiners(lang)
    )


def _link_of(words_: str) -> str:
    """The first word, or its elided form: « d'énergie » → "d'"."""
    first = words_.replace("’", "'").split()[0].lower() if words_.split() else ""
    return first[: first.index("'") + 1] if "'" in first else first


def _without_of(complement: str, lang: str) -> str:
    first, _, rest = complement.partition(" ")
    return rest if first.lower() in words(lang, "of") | words(lang, "of-the") else complement
