"""What a chart says, word by word, in the three languages."""

from __future__ import annotations

import pytest

from samordner.spc import Chart, Direction, Observation, Options, Result, RuleSet, chart
from samordner.spc.words import Words, number
from tests.spc.series import drawn, grouped

BEFORE = [22.0, 16, 21, 18, 19, 26, 15, 28, 17, 19, 27, 12]
AFTER = [12.0, 14, 13, 15, 11, 10, 9, 12, 13, 14, 15, 11, 10, 12, 13]


def months(kind: Chart | str, ys: list[float], **options: object) -> Words:
    observed = [Observation(str(i), y) for i, y in enumerate(ys, start=1)]
    return chart(Chart(kind), observed, Options(**options), direction="down", every="month").verdict  # type: ignore[arg-type]


def test_a_shift_is_told_first_with_its_length_its_line_and_its_limit() -> None:
    verdict = months("run", [*BEFORE, *AFTER], freeze=12)
    assert verdict.en == (
        "Special cause variation: 16 months in a row below the baseline's median of 19; the limit is 8. "
        "It goes the wanted way."
    )
    assert verdict.nb == (
        "Spesiell variasjon: 16 måneder på rad under medianen 19 i grunnlinjen (grense 8). "
        "Det går i ønsket retning."
    )
    assert verdict.nn == (
        "Spesiell variasjon: 16 månader på rad under medianen 19 i grunnlinja (grense 8). "
        "Det går i ønskt retning."
    )


def test_too_few_crossings_are_told_with_how_many_were_expected() -> None:
    verdict = months("run", [9.0, 8, 9, 8, 9, 8, 1, 2, 1, 2, 1, 2])
    assert verdict.nb == "Spesiell variasjon: linjen krysser medianen bare 1 gang (minst 3 ventet)."
    assert (
        verdict.en == "Special cause variation: the line crosses the median only once; at least 3 expected."
    )


def test_chance_alone_is_told_with_what_was_counted() -> None:
    verdict = months("run", BEFORE)
    assert verdict.en == (
        "Common cause variation only: the longest run is 1 (the limit is 6), and the line crosses the median 9 times "
        "(at least 2 expected)."
    )
    assert verdict.nn.startswith("Berre tilfeldig variasjon: lengste rekkje er 1 (grense 6)")


def test_a_point_beyond_the_limits_is_told_by_its_label() -> None:
    ys = [50.0, 51, 53, 50, 54, 51, 50, 53, 52, 54, 50, 51, 53, 52, 50, 70]
    assert drawn("i", ys).verdict.nb == "Spesiell variasjon: 1 punkt utenfor grensene (16)."


@pytest.mark.parametrize(("direction", "told"), [("up", "unwanted"), ("down", "wanted")])
def test_the_way_it_goes_is_told_where_somebody_said_which_way_is_better(direction: str, told: str) -> None:
    observed = [Observation(str(i), y) for i, y in enumerate([*BEFORE, *AFTER])]
    verdict = chart(Chart.RUN, observed, Options(freeze=12), direction=direction).verdict  # type: ignore[arg-type]
    assert verdict.en.endswith(f"It goes the {told} way.")
    assert "way" not in chart(Chart.RUN, observed, Options(freeze=12)).verdict.en


@pytest.mark.parametrize("rule_set", [it for it in RuleSet if it is not RuleSet.ANHOEJ])
def test_no_signals_are_told_with_the_rules_that_were_asked(rule_set: RuleSet) -> None:
    verdict = drawn("i", BEFORE, rules=rule_set).verdict
    assert verdict.en.startswith("Common cause variation only: no signals by ")


def test_proportions_are_told_in_per_cent_and_values_in_their_unit() -> None:
    cases = [float(it) for it in (9, 8, 9, 8, 9, 8, 9, 8, 9, 8, 9, 8, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2)]
    assert "below the mean of 25 %; the limit is 8" in drawn("p", cases, [20] * 24).verdict.en
    observed = [Observation(str(i), y) for i, y in enumerate([*BEFORE, *AFTER])]
    assert (
        "medianen 19 døgn i grunnlinjen"
        in chart(Chart.RUN, observed, Options(freeze=12), unit="døgn").verdict.nb
    )


def test_too_few_points_say_how_many_are_needed() -> None:
    assert drawn("i", [3.0, 5, 4]).verdict.en.startswith("Too few points to say anything: 2 useful ones")
    assert drawn("i", []).verdict.nb == "Ingen målinger å vurdere ennå."
    assert (
        drawn("run", [1.0, 2, 1.5]).verdict.nn
        == "For få punkt til å seie noko: 2 brukbare, det trengst minst 10. 1 ligg på medianen og tel ikkje."
    )
    eleven = drawn("run", [5.0, 5, 5, 1, 2, 9, 8, 1, 9, 2, 8]).verdict
    assert eleven.nb.endswith("8 brukbare, det trengs minst 10. 3 ligger på medianen og teller ikke.")
    assert drawn("i", [1.0, 2]).verdict.nb == "For få punkter til å si noe: 2 brukbare, det trengs minst 10."


def test_too_few_points_in_a_baseline_give_no_verdict_on_limits() -> None:
    verdict = drawn("i", [*BEFORE, *AFTER], freeze=6).verdict
    assert verdict.en == "Too few points in the baseline to say anything: 6 useful, at least 10 are needed."


def test_more_than_half_of_the_values_equal_say_that_runs_say_nothing() -> None:
    ys = [0.0] * 13 + [1.0, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2]
    result = drawn("run", ys)
    assert (result.phases[0].n_useful, result.phases[0].longest_run) == (11, 11)
    assert not result.phases[0].runs_signal
    assert result.verdict.en.startswith("More than half of the values are equal")
    half = drawn("run", [0.0] * 12 + [1.0, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3])
    assert half.phases[0].runs_signal


def test_the_last_phase_comes_first_and_earlier_signals_are_not_forgotten() -> None:
    rising = [float(it) for it in range(24)]
    verdict = drawn("run", rising + BEFORE, splits=(24,)).verdict
    assert verdict.en.startswith("Last phase: common cause variation only")
    assert verdict.en.endswith("Phase 1 has signals too.")


def test_all_earlier_phases_with_signals_are_told() -> None:
    rising = [float(it) for it in range(24)]
    verdict = drawn("run", rising * 3 + BEFORE, splits=(24, 48, 72)).verdict
    assert verdict.nb.endswith("Også fase 1, 2 og 3 har signaler.")
    assert verdict.nn.endswith("Også fase 1, 2 og 3 har signal.")


# --- charts without limits, and charts of spread -----------------------------------------------------------------

ALTERNATING = [20.0, 23, 17, 21, 24, 19, 26, 18, 22, 25, 16, 21]


def test_where_there_are_no_limits_no_points_are_said_to_be_within_them() -> None:
    for result in (
        grouped("xbar", [[y] for y in ALTERNATING]),
        drawn("i", [it for y in ALTERNATING for it in (y, None)]),
    ):
        assert result.points[0].upper is None
        assert result.verdict.nb.startswith("Bare tilfeldig variasjon: lengste rekke er ")
    assert "ingen punkter utenfor grensene" in drawn("i", ALTERNATING).verdict.nb


def test_why_there_are_no_limits_is_told_as_it_is() -> None:
    def warned(result: Result) -> str:
        return next(it.en for it in result.warnings if it.en.startswith("No limits: "))

    assert "no variation" in warned(drawn("i", [4.0] * 12))
    assert "just after each other" in warned(drawn("i", [it for y in ALTERNATING for it in (y, None)]))
    assert "within the subgroups" in warned(grouped("xbar", [[y] for y in ALTERNATING]))


@pytest.mark.parametrize("direction", ["up", "down"])
def test_a_large_change_is_neither_better_nor_worse(direction: Direction) -> None:
    ys = [5.0, 6, 5, 7, 5, 6, 4, 6, 5, 6, 50, 6, 5, 7, 5, 6, 5, 6, 8, 6, 5, 6]
    observed = [Observation(str(i), y) for i, y in enumerate(ys, start=1)]
    moved = chart(Chart.MR, observed, direction=direction)
    assert moved.verdict.nb == (
        "Spesiell variasjon: 2 endringer fra et punkt til det neste er over grensen (11, 12)."
    )
    assert moved.direction == "neutral"
    one = [*[1.0, 2] * 7, 1.0, 40, 40, 41]
    assert (
        drawn("mr", one).verdict.nn
        == "Spesiell variasjon: 1 endring frå eit punkt til det neste er over grensa (16)."
    )


def test_a_first_point_has_no_change_to_show_and_is_not_said_to_be_unused() -> None:
    result = drawn("mr", [5.0, 6, None, 7, 8, 7])
    reasons = [None if it.left_out is None else it.left_out.en for it in result.points]
    said = "there is no measurement just before, so there is no change to show"
    assert reasons == [said, None, None, said, None, None]
    assert "Not used" not in result.verdict.en


# --- one shift or one trend is told by its length ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule_set", "limit"), [(RuleSet.IHI_RUN, 5), (RuleSet.IHI_SHEWHART, 7), (RuleSet.NHS, 6)]
)
def test_the_only_shift_is_told_by_its_length_and_its_side(rule_set: RuleSet, limit: int) -> None:
    ys = [9.0, 1, 8, 2, 9, 1, 8, 2, *[8, 9] * 5, *[1, 2, 1, 2, 1, 9] * 2, 1, 2]
    assert (
        f"10 points in a row above the {line(rule_set)} of"
        in drawn(kind(rule_set), ys, rules=rule_set).verdict.en
    )
    assert f"(grense {limit})" in drawn(kind(rule_set), ys, rules=rule_set).verdict.nb
    below = drawn(kind(rule_set), [-y for y in ys], rules=rule_set).verdict.nn
    assert "10 punkt på rad under " in below


@pytest.mark.parametrize(
    ("rule_set", "limit"), [(RuleSet.IHI_RUN, 4), (RuleSet.IHI_SHEWHART, 5), (RuleSet.NHS, 6)]
)
def test_the_only_trend_is_told_by_its_length_and_its_way(rule_set: RuleSet, limit: int) -> None:
    ys = [5.0, 4, 6, 5, 4, 5, 6, 7, 8, 9, 10, 11, 12, 5, 4, 6, 5, 4, 6, 5]
    rising = drawn(kind(rule_set), ys, rules=rule_set).verdict
    assert f"9 punkter på rad som bare stiger (grense {limit})" in rising.nb
    falling = drawn(kind(rule_set), ys[::-1], rules=rule_set).verdict
    assert f"9 punkt på rad som berre søkk (grense {limit})" in falling.nn


def test_several_shifts_are_told_together_with_where_they_are() -> None:
    verdict = drawn("run", [9.0, 8, 9, 8, 9, 8, 2, 1, 2, 1, 2, 1], rules=RuleSet.IHI_RUN).verdict
    assert "12 punkter i rekker på minst 6 på samme side av medianen 5 (1, 2, 3 …)" in verdict.nb
    parted = [9.0, 8, 9, 8, 9, 8, 9, 1, 9, 8, 9, 8, 9, 8, 9, *[1, 2, 1, 2, 1, 9] * 2, 1, 2, 1, 2, 1]
    assert "14 points in runs of at least 6" in drawn("run", parted, rules=RuleSet.IHI_RUN).verdict.en


def test_too_few_and_too_many_runs_say_what_that_looks_like() -> None:
    few = drawn("run", [9.0, 8, 9, 8, 9, 8, 2, 1, 2, 1, 2, 1], rules=RuleSet.IHI_RUN).verdict
    assert "punktene skifter side av medianen for sjelden: bare 2 rekker (minst 4 ventet)" in few.nb
    many = drawn("run", [9.0, 1] * 8, rules=RuleSet.IHI_RUN).verdict
    assert "punkta skifter side av medianen for ofte: heile 16 rekkjer (høgst 13 venta)" in many.nn


def kind(rule_set: RuleSet) -> str:
    return "run" if rule_set is RuleSet.IHI_RUN else "i"


def line(rule_set: RuleSet) -> str:
    return "median" if rule_set is RuleSet.IHI_RUN else "mean"


def test_what_was_left_out_is_told_with_its_label_and_its_reason() -> None:
    result = drawn("p", [5, 3, 80, 4] * 6, [50, 0, 50, 50] * 6)
    assert (
        "Ikke brukt: 2, 6, 10 … (nevneren er 0 eller mangler, så det finnes ingen verdi)."
        in result.verdict.nb
    )
    assert "Ikkje brukt: 3, 7, 11 … (teljaren er større enn nemnaren)." in result.verdict.nn


def test_warnings_tell_how_far_limits_can_be_trusted() -> None:
    assert any("provisional" in it.en for it in drawn("i", BEFORE).warnings)
    assert not any("provisional" in it.en for it in drawn("i", BEFORE + BEFORE).warnings)
    narrow = drawn("pp", [500.0, 501, 499, 500, 502, 500, 499, 501, 500, 501, 499, 500], [1000.0] * 12)
    assert narrow.phases[0].sigma_z is not None
    assert narrow.phases[0].sigma_z < 1
    assert any("σ_z" in it.nn and "smalare" in it.nn for it in narrow.warnings)
    assert any("event itself is not counted" in it.en for it in drawn("g", BEFORE).warnings)
    assert any("Fewer than 5 events" in it.en for it in drawn("c", [2.0, 3, 1, 4] * 6).warnings)


def test_a_text_in_a_language_that_is_not_here_is_bokmal() -> None:
    assert Words("ja", "jau", "yes").text("sv") == "ja"


@pytest.mark.parametrize(
    ("value", "nb"),
    [
        (19, "19"),
        (19.04, "19"),
        (0.1234, "0,123"),
        (-2.5, "−2,5"),
        (1234.6, "1235"),
        (-0.0001, "0"),
        (3.456, "3,46"),
    ],
)
def test_numbers_are_written_as_people_read_them(value: float, nb: str) -> None:
    assert number(value).nb == nb
