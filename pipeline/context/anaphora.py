"""Pronouns and « celui de »: what a phrase stands for that names nothing itself."""

from __future__ import annotations

from itertools import pairwise

from pipeline.context.antecedents import antecedents, last_indicator
from pipeline.context.owners import owned_by
from pipeline.context.scene import Discourse, Draft, Resolved, Scene
from pipeline.context.that_of import link_of, that_of
from pipeline.context.verb_groups import is_past_participle
from pipeline.context.wording import span_text, strip_head
from pipeline.linguistics.parse import Token
from pipeline.linguistics.phrases import Phrase, is_finite, left_edge, make_phrase, right_edge, words


def _set_before(pronoun: Token, scene: Scene) -> str:
    """Of "in special schools it was N", « chez les jeunes, elle … » what the clause opens with: whose it is."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    last = pronoun.i - 1
    if last >= 0 and tokens[last].text == ",":
        last -= 1
    first = next((k + 1 for k in range(last, -1, -1) if tokens[k].text in (",", ";", ":")), 0)
    if first < last and tokens[first].pos == "CCONJ":
        first += 1
    inside = tokens[first : last + 1]
    if len(inside) < 2 or len(inside) > 8 or any(is_finite(t) or t.text == "(" for t in inside):
        return ""
    among, within = inside[0].lower in words(lang, "set-among"), inside[0].lower in words(lang, "set-within")
    if not (among or (within and len(inside) > 2)) or inside[-1].pos not in ("NOUN", "ADJ"):
        return ""
    if any(t.lower in words(lang, "preposition-noun") | words(lang, "calendar-noun") for t in inside):
        return ""
    start, end = inside[0].start, inside[-1].end
    mentions = [(m.start, m.end) for m in scene.places] + [(m.start, m.end) for m in scene.periods]
    if any(a < end and start < b for a, b in mentions):
        return ""
    opening = " ".join(scene.document.text[start:end].split())
    return opening[:1].lower() + opening[1:]


def _antecedent(
    pronoun: Token, scene: Scene, drafts: tuple[Draft, ...], discourse: Discourse, *, own: bool = True
) -> str:
    """What a pronoun stands for: spoken of in the sentence, or the one phrase of the last that agrees with it.

    own: it may be the subject of its own sentence (« leur hausse » as an object is not of the subject).
    """
    lang = scene.document.lang
    for draft in reversed(drafts):
        if draft["indicator"] and draft.quantity.start < pronoun.start and not _is_circumstance(draft, scene):
            return draft["indicator"]
    topic = bool(scene.parse.tokens) and scene.parse.tokens[0].lower in words(lang, "topic")
    for token in scene.parse.tokens[: pronoun.i]:
        if own and (token.dep == "subject" or topic) and token.pos in ("NOUN", "PROPN"):
            first, last = left_edge(scene.parse, token.i, lang), right_edge(scene.parse, token.i, lang, stop=pronoun.i)
            said = span_text(scene, scene.parse.tokens[first].start, scene.parse.tokens[last].end)
            if said:
                return strip_head(said, lang, "number-of")
    while pronoun.i and "-" in (pronoun.text, scene.parse.tokens[pronoun.i - 1].text):
        pronoun = scene.parse.tokens[pronoun.i - 1]  # of « celles-ci », cut in three, the first part tells
    traits = [trait for trait in pronoun.morph.split("|") if trait.startswith(("Gender=", "Number="))]
    if pronoun.pos != "PRON":
        traits = []  # « leur hausse »: it is the determiner that points back, and it agrees with both
    counted = [draft["indicator"] for draft in discourse.previous if draft["indicator"]]
    if counted and pronoun.lower in words(lang, "there"):
        return counted[-1]
    for phrase, morph in antecedents(discourse):
        if all(trait in morph or trait.split("=")[0] not in morph for trait in traits):
            return next((said for said in counted if phrase.startswith(f"{said} ")), phrase)  # as it was put there
    return counted[-1] if counted and traits else last_indicator((), discourse)


def _is_circumstance(draft: Draft, scene: Scene) -> bool:
    """« Les dons ont diminué dans dix-sept cantons ; ils … »: things counted only to say where."""
    k = scene.parse.at(draft.quantity.start)
    if not k or draft.quantity.kind != "count":
        return False
    lang = scene.document.lang
    return scene.parse.tokens[k - 1].lower in words(lang, "locative") | words(lang, "adjunct")


def named(phrase: Phrase, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse, rule: str) -> Resolved | None:
    """A subject or object as an indicator: pronouns resolved, « nombre de » and « croissance de » taken off."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    head = tokens[phrase.head]
    if head.lower in words(lang, "that-of") and phrase.last > phrase.first:
        return Resolved(that_of(earlier, scene, phrase.head, phrase.last, discourse), "that-of")
    if earlier[-1].quantity.kind in (None, "count") and head.lower in words(lang, "number-of"):
        phrase = _without_participle(phrase, scene)
    value = span_text(scene, phrase.start, phrase.end)
    if any(q.number_start <= tokens[phrase.head].start < q.end for q in scene.quantities if q.kind != "count"):
        return None  # « A further £200,000 will go to … »: the number is its own subject
    if any(m.start <= phrase.start and phrase.end <= m.end for m in scene.places):
        return None  # « Saskatchewan accounted for 55% of »: a place is where, not what
    vague = words(lang, "goal") | (words(lang, "generic") - words(lang, "threshold"))  # « le plafond est fixé à N »
    empty = head.lower in vague and not _has_complement(phrase, scene)
    if head.lower in words(lang, "total-noun") and phrase.last > phrase.head:
        said_what = is_past_participle(tokens[phrase.head + 1], lang) or tokens[phrase.head + 1].pos == "ADJ"
        empty = empty and not said_what  # "the sum recovered", "the amount due"
    pointed = phrase.first > 0 and tokens[phrase.first - 1].lower in words(lang, "demonstrative")
    empty = empty or (pointed and phrase.first == phrase.last and head.lower in words(lang, "part-noun"))
    owned_number = phrase.first > 0 and tokens[phrase.first - 1].lower in words(lang, "possessive")
    of_words = words(lang, "of") | words(lang, "of-the")
    of_what = any(t.lower in of_words for t in tokens[phrase.head + 1 : phrase.last + 1])
    where = head.lower in words(lang, "number-of") and phrase.first == phrase.head < phrase.last and not of_what
    if where or (owned_number and value.lower() in words(lang, "number-of")):  # "the number in homes", "Their number"
        drafts = (*discourse.previous, *earlier[:-1])
        counts = [draft["indicator"] for draft in drafts if draft.quantity.kind == "count"]
        said = counts[-1] if counts else _antecedent(head, scene, earlier[:-1], discourse, own=False)
        return Resolved(said, "pronoun", ("indicator-carried",)) if said else None
    empty = empty or (_is_superlative(phrase, scene) and not _has_complement(phrase, scene))
    if (
        head.pos == "PRON"
        or empty
        or value.lower() in words(lang, "pronoun") | words(lang, "growth") | words(lang, "generic")
    ):
        own = rule != "object" and not _is_superlative(phrase, scene)
        said = _antecedent(head, scene, earlier[:-1], discourse, own=own)
        if said or head.pos == "PRON":
            said = f"{said} {_set_before(head, scene)}".rstrip() if said and head.pos == "PRON" else said
            return Resolved(said, "pronoun", ("indicator-carried",)) if said else None
    first, _, rest = value.partition(" ")
    changed = earlier[-1]["role"] == "change" and first.lower() in words(lang, "changed")
    bare = rest if changed and rest else value  # "lower sales of petroleum products (-10.9%)"
    lost = earlier[-1]["role"] == "level" and head.lower in words(lang, "result-noun")  # « les pertes du réseau »
    for kind in ("number-of", "goal", *(() if lost else ("growth",)), "number-of"):
        bare = strip_head(bare, lang, kind)
    bare = _without_number(bare, phrase, scene)
    owned = owned_by(bare, phrase, scene, earlier)
    if owned:
        return Resolved(owned, rule, ("indicator-carried",))
    fuller = _fuller(bare, phrase, scene, earlier, discourse)
    if fuller:
        return Resolved(fuller, "said-in-full", ("indicator-carried",))
    return Resolved(_with_latter(bare, scene, earlier, discourse), rule)


def _without_number(said: str, phrase: Phrase, scene: Scene) -> str:
    """Of "(a total of) 440 million journeys" the things: the number is a claim of its own."""
    for quantity in scene.quantities:
        if quantity.kind == "count" and phrase.start <= quantity.start < phrase.end:
            number = " ".join(scene.document.text[quantity.number_start : quantity.number_end].split())
            if said.startswith(f"{number} "):
                return said[len(number) :].lstrip()
    return said


def _without_participle(phrase: Phrase, scene: Scene) -> Phrase:
    """Of « le nombre de demandeurs inscrits à l'agence », "notices received in May" what is counted (point 18)."""
    tokens, lang = scene.parse.tokens, scene.document.lang
    for k in range(phrase.head + 2, phrase.last + 1):
        opened = k + 1 < len(tokens) and tokens[k + 1].pos == "ADP"
        if tokens[k].dep == "acl" and opened and is_past_participle(tokens[k], lang) and tokens[k - 1].pos != "ADP":
            return make_phrase(scene.parse, phrase.first, k - 1, phrase.head)
    return phrase


def _fuller(said: str, phrase: Phrase, scene: Scene, earlier: tuple[Draft, ...], discourse: Discourse) -> str:
    """« L'indice … » behind « indice des prix à la consommation »: a bare definite noun that repeats the head of what
    was spoken of before stands for all of it; "" where it does not.
    """
    lang, tokens = scene.document.lang, scene.parse.tokens
    before = tokens[phrase.first - 1].lower if phrase.first else ""
    if " " in said or before not in words(lang, "definite") | words(lang, "demonstrative"):
        return ""
    for draft in (*reversed(earlier[:-1]), *reversed(discourse.previous)):
        pieces = draft["indicator"].lower().replace("’", "'").split()
        of = next((k for k, piece in enumerate(pieces) if piece in words(lang, "of")), len(pieces))
        head = 0 if "noun-first" in words(lang, "order") else of - 1
        more = [piece for piece in pieces if piece != said.lower() and piece not in words(lang, "rate-word")]
        if more and pieces[head] == said.lower():
            return draft["indicator"]
    return ""


def _is_superlative(phrase: Phrase, scene: Scene) -> bool:
    """« la plus forte hausse », "the lowest rate": of what was spoken of before."""
    lang, tokens = scene.document.lang, scene.parse.tokens
    inside = {t.lower for t in tokens[phrase.first : phrase.last + 1]}
    endings = tuple(words(lang, "most-ending"))
    most = bool(inside & words(lang, "most")) or any(word.endswith(endings) for word in inside if endings)
    return most and tokens[phrase.head].lower in words(lang, "growth") | words(lang, "rate")


def _has_complement(phrase: Phrase, scene: Scene) -> bool:
    """Does the phrase say of what: « l'objectif de production » has it, « l'objectif fixé » has not."""
    lang = scene.document.lang
    links = words(lang, "of") | words(lang, "of-the") | words(lang, "complement")
    if "noun-last" in words(lang, "order") and phrase.first < phrase.head:
        return any(t.pos in ("NOUN", "PROPN") for t in scene.parse.tokens[phrase.first : phrase.head])
    behind = scene.parse.tokens[phrase.head + 1 : phrase.last + 1]
    return any(t.lower in links for t in behind) or any(
        t.pos == "ADP" and after.pos == "NOUN" for t, after in pairwise(behind)
    )


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
                if k and link_of(piece) in words(lang, "of-the") | words(lang, "of")
            ),
            None,
        )
        part = " ".join(said.split()[link:]) if link is not None else said
        return f"{phrase[:at].rstrip()} {part}{phrase[at + len(form) :]}"
    return phrase
