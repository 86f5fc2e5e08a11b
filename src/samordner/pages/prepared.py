"""Questions to the database that are put into words once.

Django writes a queryset as SQL anew each time it is asked, and that takes several times as long as the database takes
to answer it. A page asks ten to twenty questions; the words are the same each time, the days and keys are not.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import update_wrapper
from itertools import count
from threading import Lock
from typing import Any, Generic, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet, prefetch_related_objects
from django.db.models.expressions import Col
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql.where import WhereNode

P = ParamSpec("P")
R = TypeVar("R")
AT_MOST = 256
"""So many wordings of one question are kept: one for each way in which its readers are narrowed by the grants."""


@dataclass(frozen=True, slots=True)
class _Worded:
    """A queryset as it was put into words. `places`: by parameter the number of the value that goes there; None: its own."""

    queryset: QuerySet[Any, Any]
    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    places: tuple[int | None, ...]
    reader: Callable[[Sequence[Any]], list[Any]] | None
    """Makes what the queryset holds of the rows that the database gives; None: that takes all that Django does."""

    def filled(self, values: Sequence[Any]) -> tuple[Any, ...]:
        """The parameters with these values in their places."""
        adapted = [_adapted(one, self.compiler.connection) for one in values]
        return tuple(
            own if place is None else adapted[place]
            for own, place in zip(self.parameters, self.places, strict=True)
        )


class Prepared(Generic[P, R]):
    """A question as a function that makes its queryset; calling this asks it, and gives what the queryset holds.

    Days, moments, texts and whole numbers may differ from one call to the next, and must stand in the question as they
    are given: neither looked at nor reckoned with. Whatever else an argument is belongs to the words: None, "", a
    truth, the rows that a reader may see (a queryset with nothing but a filter). What cannot be told apart by its
    words is asked as Django asks it.
    """

    def __init__(self, ask: Callable[P, QuerySet[Any, R]]) -> None:
        self.ask = ask
        self.worded: OrderedDict[Hashable, _Worded] = OrderedDict()
        self.lock = Lock()
        update_wrapper(self, ask)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[R]:
        return self.later(*args, **kwargs).rows

    def later(self, *args: P.args, **kwargs: P.kwargs) -> Later[R]:
        """The question, not asked yet: by `ask_together`, or when somebody looks at its rows."""
        values: list[Any] = []
        try:
            names = tuple(kwargs)
            words = (names, *[_words(one, values) for one in (*args, *kwargs.values())])
        except _Untold:
            return Later(asked=lambda: list(self.ask(*args, **kwargs)))
        worded = self.worded.get(words)
        if worded is None:
            try:
                worded = self._put_into_words(args, kwargs, values)
            except EmptyResultSet:
                return Later(found=[])
            with self.lock:
                self.worded[words] = worded
                if len(self.worded) > AT_MOST:
                    self.worded.popitem(last=False)
        return Later(worded=worded, values=values)

    def _put_into_words(self, args: Sequence[Any], kwargs: dict[str, Any], values: Sequence[Any]) -> _Worded:
        """As it is for stand-ins, whose places are found among the parameters. TypeError: not the same as for `values`."""
        marks, found = count(1), list[Any]()
        stand_ins = [_marked(one, marks, found) for one in args]
        queryset = self.ask(*stand_ins, **{name: _marked(one, marks, found) for name, one in kwargs.items()})
        compiler = queryset.query.get_compiler(queryset.db)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([each for each, *_more in compiler.select[: compiler.col_count]])
        compiler.get_converters = lambda _expressions: converters
        numbers = {_adapted(mark, compiler.connection): number for number, mark in enumerate(found)}
        places = tuple(numbers.get(one) for one in parameters)
        reader = _reader(queryset, compiler, converters)
        worded = _Worded(queryset, compiler, sql, tuple(parameters), places, reader)
        if (sql, worded.filled(values)) != self.ask(*args, **kwargs).query.get_compiler(queryset.db).as_sql():
            raise TypeError(f"{self.ask.__qualname__} does not ask for its arguments as they are given")
        return worded


class _Untold(Exception):
    """What an argument asks for cannot be told by its words."""


def _words(one: Any, values: list[Any]) -> Hashable:
    """What of an argument belongs to the words; what does not is put among the values."""
    kind = type(one)
    if kind in _DIFFERING and one:
        values.append(one)
        return kind.__name__
    if kind is tuple:
        return (tuple, *[_words(each, values) for each in one])
    if isinstance(one, QuerySet):
        return _narrowing(one)
    return one  # type: ignore[no-any-return]


_DIFFERING = frozenset((str, int, date, datetime))
"""What may differ between two calls of the same words, unless it is empty."""


def _narrowing(rows: QuerySet[Any, Any]) -> Hashable:
    """By what rows are narrowed, when that is all there is to them."""
    query = rows.query
    plain = not (
        query.annotations or query.is_sliced or query.distinct or query.combinator or query.select_related
        or query.order_by or query.extra or query.select or query.group_by or query.is_empty()
        or query.deferred_loading[0]
    )  # fmt: skip
    if not plain or rows._prefetch_related_lookups:  # type: ignore[attr-defined]
        raise _Untold
    return rows.model, rows.db, query.default_ordering, _tree(query.where)


def _tree(node: Any) -> Hashable:
    if isinstance(node, WhereNode):
        return node.connector, node.negated, tuple([_tree(each) for each in node.children])
    found = getattr(node, "lhs", None)
    if not isinstance(found, Col) or not isinstance(node.rhs, str | int | date | None):
        raise _Untold
    return type(node), found.alias, found.target, node.rhs


def _marked(one: Any, marks: Iterator[int], found: list[Any]) -> Any:
    """Something that stands in for a value while the question is put into words, and is found again there."""
    kind = type(one)
    if kind is tuple:
        return tuple([_marked(each, marks, found) for each in one])
    if not (kind in _DIFFERING and one):
        return one
    number = next(marks)
    match one:
        case str():
            mark: Any = f"\x1f{number}"
        case int():
            mark = 32_000 + number  # within what the smallest of the fields for numbers can hold
        case datetime():
            mark = datetime(1, 1, 2, microsecond=number, tzinfo=UTC)
        case _:
            mark = date.fromordinal(number)
    found.append(mark)
    return mark


def _adapted(one: Any, connection: Any) -> Any:
    """As a parameter has it."""
    if type(one) is datetime:
        return connection.ops.adapt_datetimefield_value(one)
    return connection.ops.adapt_datefield_value(one) if type(one) is date else one


class Later(Generic[R]):
    """A question and what it was asked with; its answer when it has been asked."""

    __slots__ = ("asked", "found", "values", "worded")

    def __init__(
        self,
        *,
        worded: _Worded | None = None,
        values: Sequence[Any] = (),
        asked: Callable[[], list[R]] | None = None,
        found: list[R] | None = None,
    ) -> None:
        self.worded, self.values, self.asked, self.found = worded, values, asked, found

    @property
    def rows(self) -> list[R]:
        """What the database answers."""
        return self.ask()

    def ask(self) -> list[R]:
        """Ask, unless it has been asked: an answer is not asked for twice."""
        if self.found is None:
            self.found = self.asked() if self.asked else _answer(self.worded, self.values)  # type: ignore[arg-type]
        return self.found


def ask_together(*questions: Later[Any]) -> None:
    """Ask these, none of which waits for another's answer; on PostgreSQL in one trip.

    There a trip to the server and back takes longer than most answers. Each is still a statement of its own.
    """
    left = [one for one in questions if one.found is None]
    ready = [(one, one.worded) for one in left if one.worded and one.worded.reader]
    connection = connections[ready[0][1].queryset.db] if len(ready) > 1 else None
    if connection and connection.vendor == "postgresql":
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        with ExitStack() as cursors:
            asked = []
            with connection.wrap_database_errors, connection.connection.pipeline():
                for one, worded in ready:
                    cursor = cursors.enter_context(connection.cursor())
                    cursor.execute(worded.sql, worded.filled(one.values))
                    asked.append((one, cursor, worded.reader))
            for one, cursor, reader in asked:
                one.found = reader(cursor.fetchall())  # type: ignore[misc]  # only those with a reader are ready
    for one in left:
        one.ask()


def _answer(worded: _Worded, values: Sequence[Any]) -> list[Any]:
    """What the database answers with these values in their places."""
    parameters, connection = worded.filled(values), connections[worded.queryset.db]  # that of this thread
    if worded.reader:
        with connection.cursor() as cursor:
            cursor.execute(worded.sql, parameters)
            return worded.reader(cursor.fetchall())
    compiler = _twin(worded.compiler)
    compiler.connection = connection
    compiler.as_sql = lambda *_args, **_kwargs: (worded.sql, parameters)
    queryset = _twin(worded.queryset)
    queryset._query = _twin(worded.queryset.query)
    queryset._query.get_compiler = lambda *_args, **_kwargs: compiler
    queryset._fetch_all()
    return queryset._result_cache  # type: ignore[no-any-return]


def _twin(one: Any) -> Any:
    kind: Any = type(one)
    made = kind.__new__(kind)
    made.__dict__.update(one.__dict__)
    return made


# Rows, made of what the database gives


def _reader(
    queryset: Any, compiler: Any, converters: dict[int, Any]
) -> Callable[[Sequence[Any]], list[Any]] | None:
    """As the queryset makes its rows, with all that is the same each time made ready; None: it does more than that."""
    chosen = [each for each, *_more in compiler.select[: compiler.col_count]]
    if queryset._known_related_objects or compiler.has_extra_select or compiler.has_composite_fields(chosen):
        return None
    convert = _converter(converters, queryset.db)
    kind = queryset._iterable_class
    if kind is ValuesListIterable:
        return lambda rows: list(map(tuple, convert(rows)))
    if kind is FlatValuesListIterable:
        return lambda rows: [row[0] for row in convert(rows)]
    if kind is not ModelIterable:
        return None
    make, lookups = _maker(compiler, queryset.db), queryset._prefetch_related_lookups

    def made(rows: Sequence[Any]) -> list[Any]:
        found = [make(row) for row in convert(rows)]
        prefetch_related_objects(found, *lookups)
        return found

    return made


def _converter(converters: dict[int, Any], using: str) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Turns what the database has into what fields hold."""
    steps = [
        (place, turn, expression)
        for place, (turns, expression) in converters.items()
        for turn in turns
    ]  # fmt: skip
    if not steps:
        return lambda rows: rows

    def convert(rows: Sequence[Any]) -> Sequence[Any]:
        connection, found = connections[using], [list(row) for row in rows]
        for row in found:
            for place, turn, expression in steps:
                row[place] = turn(row[place], expression, connection)
        return found

    return convert


def _maker(compiler: Any, using: str) -> Callable[[Sequence[Any]], Any]:
    """Makes a model's row, those that it was asked for with it, and what was worked out beside them."""
    about, notes = compiler.klass_info, tuple((compiler.annotation_col_map or {}).items())
    model, fields = about["model"], about["select_fields"]
    start, end = fields[0], fields[-1] + 1
    names = [each.target.attname for each, *_more in compiler.select[start:end]]
    others: Any = get_related_populators(about, compiler.select, using)  # type: ignore[call-arg]  # as it is in 5.2

    def make(row: Sequence[Any]) -> Any:
        one = model.from_db(using, names, row[start:end])
        for other in others:
            other.populate(row, one)
        for name, place in notes:
            setattr(one, name, row[place])
        return one

    return make
