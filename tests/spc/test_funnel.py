"""The funnel: every number of file 55 (R, FunnelPlotR), and what must hold whatever the numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samordner.spc.funnel import (
    ALL_ALIKE,
    DIFFER,
    FEW,
    NOBODY,
    Funnel,
    Kind,
    Limits,
    Place,
    Unit,
    arcsine_dispersion,
    arcsine_scores,
    exact_poisson,
    funnel,
    pair,
    winsorised,
)
from samordner.spc.words import Words
from tests.spc.references import reference

FILE = reference(55)
EXPECTED = FILE["expected"]
UNITS = tuple(Unit(*one) for one in zip(*(FILE["data"][key] for key in ("unit", "num", "den")), strict=True))
SHARES = [(unit.count, unit.size) for unit in UNITS]


def drawn(limits: Limits, tau2: float, level: float) -> tuple[list[float], list[float]]:
    """The two lines at every team's size, not clipped."""
    pairs = [pair(unit.size, EXPECTED["p0"], Kind.PROPORTION, limits, tau2, level) for unit in UNITS]
    return [low for low, _ in pairs], [high for _, high in pairs]


def test_the_target_and_each_teams_distance_from_it() -> None:
    found = funnel(UNITS)
    assert found.target == pytest.approx(EXPECTED["p0"], abs=1e-9)
    assert [dot.z for dot in found.dots] == pytest.approx(EXPECTED["z"], abs=1e-9)


@pytest.mark.parametrize(("digits", "level"), [("95", 0.95), ("998", 0.998)])
@pytest.mark.parametrize(("limits", "key"), [(Limits.EXACT, "exact_interpolated"), (Limits.NORMAL, "normal")])
def test_the_lines_of_chance(limits: Limits, key: str, digits: str, level: float) -> None:
    lower, upper = drawn(limits, 0.0, level)
    if limits is Limits.NORMAL:  # the file has these clipped
        lower = [max(0.0, line) for line in lower]
    assert lower == pytest.approx(EXPECTED[key][f"lower{digits}"], abs=1e-9)
    assert upper == pytest.approx(EXPECTED[key][f"upper{digits}"], abs=1e-9)


def test_teams_that_differ_beyond_chance_widen_the_lines() -> None:
    found, over = funnel(UNITS, limits=Limits.OVERDISPERSED), EXPECTED["overdispersion"]
    assert (found.phi, found.tau2, found.chi2, found.p) == pytest.approx(
        (over["phi_winsorised10"], over["tau2_additive"], over["chi2_heterogeneity"], over["p"]), abs=1e-9
    )
    lower, upper = drawn(Limits.OVERDISPERSED, found.tau2, 0.998)
    assert lower == pytest.approx(over["lower998_additive"], abs=1e-9)
    assert upper == pytest.approx(over["upper998_additive"], abs=1e-9)
    drawn_lower = [dot.lines.lower998 for dot in found.dots if dot.lines]
    assert drawn_lower == pytest.approx([max(0.0, low) for low in lower], abs=1e-12)


def test_on_the_arcsine_scale_all_is_as_r_has_it() -> None:
    theirs, lines = EXPECTED["funnelplotr_arcsine"], EXPECTED["funnelplotr_arcsine"]["limits"]
    scores = arcsine_scores(SHARES, EXPECTED["p0"])
    assert scores == pytest.approx(theirs["z"], abs=1e-9)
    assert winsorised(scores) == pytest.approx(theirs["winsorised_z"], abs=1e-9)
    phi, tau2 = arcsine_dispersion(SHARES, EXPECTED["p0"])
    assert (phi, tau2) == pytest.approx((theirs["phi"], theirs["tau2"]), abs=1e-9)
    assert [1 / (4 * unit.size) ** 0.5 for unit in UNITS] == pytest.approx(lines["s"], abs=1e-9)
    for wider, prefix in ((tau2, "od"), (0.0, "")):
        for digits, level in (("95", 0.95), ("998", 0.998)):
            lower, upper = drawn(Limits.ARCSINE, wider, level)
            assert lower == pytest.approx(lines[f"{prefix}ll{digits}"], abs=1e-9)
            assert upper == pytest.approx(lines[f"{prefix}ul{digits}"], abs=1e-9)
    found = funnel(UNITS, limits=Limits.ARCSINE)
    assert found.limits is Limits.ARCSINE
    assert (found.phi, found.tau2) == pytest.approx((phi, tau2), abs=1e-12)


def test_observed_against_expected_has_the_exact_poisson_lines() -> None:
    computed, printed = EXPECTED["poisson_limits"], FILE["published"]["poisson_limits_O"]
    for place, expected in enumerate(computed["number_seq"]):
        for digits, level in (("95", 0.95), ("998", 0.998)):
            found = exact_poisson(expected, 1.0, level)
            assert found == pytest.approx(
                (computed[f"ll{digits}"][place], computed[f"ul{digits}"][place]), abs=1e-9
            )
            shown = (printed[f"ll{digits}"][place], printed[f"ul{digits}"][place])
            assert found == pytest.approx(shown, rel=5e-7)


def test_a_team_outside_is_placed_and_the_teams_keep_their_order() -> None:
    found = funnel(UNITS)
    assert [dot.label for dot in found.dots] == list("ABCDEFGHIJKL")
    assert {dot.label: dot.place for dot in found.dots if dot.place is not Place.INSIDE} == {
        "E": Place.HIGH95,
        "F": Place.LOW95,
        "G": Place.HIGH95,
        "H": Place.LOW998,
        "J": Place.LOW998,
    }
    assert found.warnings == (DIFFER,)


def test_with_fewer_than_ten_teams_chance_alone_draws_the_lines_and_it_says_so() -> None:
    found = funnel(UNITS[:9], limits=Limits.OVERDISPERSED)
    assert (found.limits, found.phi, found.tau2, found.warnings) == (Limits.EXACT, None, 0.0, (FEW,))


def test_teams_no_more_different_than_chance_keep_the_exact_lines() -> None:
    alike = [Unit(str(number), 10, 40 + number) for number in range(12)]
    found = funnel(alike, limits=Limits.OVERDISPERSED)
    assert (found.limits, found.tau2, found.warnings) == (Limits.EXACT, 0.0, ())


def test_a_team_without_numbers_is_left_out_by_name() -> None:
    found = funnel([*UNITS, Unit("Nord", 3, 0), Unit("Sør", 9, 8)])
    assert len(found.dots) == 12
    assert found.warnings[0] == Words(
        "Ikke med, fordi tallene mangler eller ikke kan stemme: Nord, Sør.",
        "Ikkje med, fordi tala manglar eller ikkje kan stemme: Nord, Sør.",
        "Left out, because the numbers are missing or cannot be right: Nord, Sør.",
    )


@pytest.mark.parametrize("count", [0, 8])
def test_when_nothing_or_everything_happened_there_are_no_lines(count: int) -> None:
    found = funnel([Unit(str(number), count, 8) for number in range(12)])
    assert (found.curve, found.warnings, {dot.place for dot in found.dots}) == (
        (),
        (ALL_ALIKE,),
        {Place.INSIDE},
    )


def test_nobody_with_numbers_is_an_empty_funnel() -> None:
    assert funnel([]) == Funnel(Kind.PROPORTION, Limits.EXACT, 0.0, (), (), None, 0.0, 0.0, 1.0, (NOBODY,))


sizes = st.integers(1, 400)
team = sizes.flatmap(lambda size: st.builds(Unit, st.just("x"), st.integers(0, size), st.just(size)))


@given(st.lists(team, max_size=14), st.sampled_from(Kind), st.sampled_from(Limits))
def test_the_lines_lie_in_order_and_within_the_possible(
    units: list[Unit], kind: Kind, limits: Limits
) -> None:
    found = funnel(units, kind, limits=limits)
    at = [*found.curve, *(dot.lines for dot in found.dots if dot.lines)]
    assert all(0 <= one.lower998 <= one.lower95 <= one.upper95 <= one.upper998 for one in at)
    if kind is Kind.PROPORTION:
        assert all(one.upper998 <= 1 for one in at)
    assert [line.size for line in found.curve] == sorted({line.size for line in found.curve})


@given(st.lists(team, min_size=10, max_size=14))
def test_the_order_of_the_teams_changes_no_line(units: list[Unit]) -> None:
    turned = list(reversed(units))
    one, other = funnel(units), funnel(turned)
    assert one.phi == pytest.approx(other.phi)
    assert [dot.place for dot in one.dots] == [dot.place for dot in reversed(other.dots)]


@given(st.lists(team, min_size=1, max_size=12), st.floats(0.01, 100))
def test_another_unit_of_exposure_moves_no_team_across_a_line(units: list[Unit], factor: float) -> None:
    scaled = [Unit(unit.label, unit.count, unit.size * factor) for unit in units]
    one, other = funnel(units, Kind.RATE), funnel(scaled, Kind.RATE)
    assert [dot.z for dot in one.dots] == pytest.approx([dot.z for dot in other.dots], abs=1e-9)
    assert one.chi2 == pytest.approx(other.chi2)
