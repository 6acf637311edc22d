# SPDX-License-Identifier: EUPL-1.2
"""Code, not the model, lands the length."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.language.fit import Candidate, Fitted, fit


def bulletin(chance: random.Random) -> tuple[list[list[Candidate]], float]:
    """Make a bulletin as the model study had them: 3 to 5 items, core by the budget, two spares each, 6 % off per item."""
    items = chance.randint(3, 5)
    core = {3: 5, 4: 4, 5: 3}[items]
    stories = []
    for _ in range(items):
        drift = chance.gauss(1.0, 0.06)
        stories.append(
            [
                Candidate(max(1.8, chance.gauss(4.9, 0.7) * drift), 1 if n < 2 else chance.choice((2, 3)), n >= core)
                for n in range(core + 2)
            ]
        )
    return stories, 80.0


def test_600_random_bulletins_land() -> None:
    chance = random.Random(47)
    off = []
    for _ in range(600):
        stories, seconds = bulletin(chance)
        off.append(abs(fit(stories, seconds).seconds - seconds))
    assert max(off) <= 3.0
    assert sum(value <= 1.0 for value in off) >= 0.95 * len(off)


def candidates() -> st.SearchStrategy[list[list[Candidate]]]:
    one = st.builds(Candidate, st.floats(1.0, 9.0), st.integers(1, 3), st.booleans(), st.booleans())
    return st.lists(st.lists(one, min_size=1, max_size=7), min_size=1, max_size=5)


def kept(stories: list[list[Candidate]], fitted: Fitted) -> list[list[Candidate]]:
    return [[c for c, keep in zip(story, keeps, strict=True) if keep] for story, keeps in zip(stories, fitted.kept, strict=True)]


@settings(max_examples=150, deadline=None)
@given(candidates(), st.floats(5.0, 120.0))
def test_rank_one_core_sentences_always_stay(stories: list[list[Candidate]], seconds: float) -> None:
    stories = [[Candidate(c.seconds, c.rank, c.spare) for c in story] for story in stories]
    fitted = fit(stories, seconds)
    for story, keeps in zip(stories, fitted.kept, strict=True):
        assert all(keep for c, keep in zip(story, keeps, strict=True) if c.rank == 1 and not c.spare)


@settings(max_examples=150, deadline=None)
@given(candidates(), st.floats(5.0, 120.0))
def test_the_seconds_told_are_those_of_what_is_kept(stories: list[list[Candidate]], seconds: float) -> None:
    fitted = fit(stories, seconds)
    assert abs(fitted.seconds - sum(c.seconds for story in kept(stories, fitted) for c in story)) < 1e-6
    assert fit(stories, seconds) == fitted


@settings(max_examples=150, deadline=None)
@given(candidates(), st.floats(5.0, 120.0))
def test_a_leaning_sentence_is_only_told_right_after_the_one_before_it(stories: list[list[Candidate]], seconds: float) -> None:
    fitted = fit(stories, seconds)
    for story, keeps in zip(stories, fitted.kept, strict=True):
        for n in range(1, len(story)):
            if keeps[n] and story[n].leans:
                assert keeps[n - 1]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(1.0, 9.0), min_size=1, max_size=7), st.floats(5.0, 60.0))
def test_one_story_comes_as_close_as_any_choice_of_its_sentences(lengths: list[float], seconds: float) -> None:
    story = [Candidate(length, 3, spare=True) for length in lengths]
    sums = [sum(v for n, v in enumerate(lengths) if mask >> n & 1) for mask in range(1 << len(lengths))]
    closest = min(abs(total - seconds) for total in sums)
    assert abs(fit([story], seconds).seconds - seconds) <= closest + 0.6


def test_spares_come_before_drops_and_rank_three_goes_before_rank_two() -> None:
    story = [Candidate(10.0, 1), Candidate(5.0, 2), Candidate(5.0, 3)]
    assert fit([story], 15.0).kept == ((True, True, False),)
    with_spare = [Candidate(10.0, 1), Candidate(5.0, 3), Candidate(5.0, 2, spare=True)]
    assert fit([with_spare], 15.0).kept == ((True, True, False),)
    assert fit([with_spare], 20.0).kept == ((True, True, True),)


def test_stories_stay_balanced() -> None:
    story = [Candidate(5.0, 1)] + [Candidate(5.0, 2, spare=True)] * 6
    counts = [sum(keeps) for keeps in fit([story, story], 40.0).kept]
    assert counts == [4, 4]
    assert [sum(keeps) for keeps in fit([story, story], 40.0, (30.0, 10.0)).kept] == [6, 2]


def test_rank_one_gives_way_only_where_that_is_allowed_and_the_lead_never() -> None:
    story = [Candidate(8.0, 1), Candidate(8.0, 1), Candidate(8.0, 1)]
    assert fit([story], 10.0).kept == ((True, True, True),)
    assert fit([story], 10.0, drop_first=True).kept == ((True, False, False),)


def test_nothing_fits_into_nothing() -> None:
    assert fit([], 10.0) == Fitted((), 0.0)
