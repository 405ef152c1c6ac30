"""A story's graph as text that other programs draw: Mermaid and Graphviz DOT.

Names of the author's stand in labels alone; what the text itself refers to is numbered, so that no name is a command.
"""

import re
from collections.abc import Iterator
from typing import Final

from trainer.authoring.graph import Edge, StoryGraph, Vertex

_SPECIAL: Final = re.compile(r"[^\w .,:()'/-]")
"""What means something to Mermaid, or might some day; it stands there by its number."""
_LIST: Final = re.compile(r"^(\s*(?:\d+(?=[.)])|(?=[-*+]\s)))(.)")
"""How a list would begin, which Mermaid refuses to draw in a label."""
_STYLES: Final = """\
  classDef ending fill:#e8f1ea,stroke:#2f6b46,color:#111
  classDef walked stroke-width:4px
  classDef backstage fill:#dddddd,stroke:#777777,color:#111"""


def as_mermaid(graph: StoryGraph) -> str:
    """Return `graph` in Mermaid, for pages that draw it themselves."""
    numbers = _numbers(graph)
    lines = ["---", f"title: {_in_yaml(graph.title)}", "---", "flowchart TD"]
    for number, group in enumerate(graph.groups):
        lines.append(f'  subgraph s{number}["{_mermaid(group.title)}"]')
        lines += [f"    {_mermaid_vertex(each, numbers)}" for each in group.beats]
        lines.append("  end")
    lines += [f"  {_mermaid_vertex(each, numbers)}" for each in graph.ends]
    lines += [f"  {_mermaid_edge(each, numbers)}" for each in graph.edges]
    lines.append(_STYLES)
    lines += [f"  class {numbers[each.address]} ending" for each in graph.ends]
    lines += [f"  class s{number} backstage" for number, group in enumerate(graph.groups) if group.is_backstage]
    lines += [f"  class {numbers[each.address]} walked" for each in _vertices(graph) if each.is_walked]
    return "\n".join(lines) + "\n"


def _mermaid_vertex(vertex: Vertex, numbers: dict[str, str]) -> str:
    label = "<br>".join(_mermaid(line) for line in _label(vertex))
    opening, closing = ("([", "])") if vertex.is_end else ("[", "]")
    return f'{numbers[vertex.address]}{opening}"{label}"{closing}'


def _mermaid_edge(edge: Edge, numbers: dict[str, str]) -> str:
    arrow = "==>" if edge.steps else "-.->" if edge.is_conditional else "-->"
    label = f'|"{_mermaid(edge.label)}"|' if edge.label else ""
    return f"{numbers[edge.source]} {arrow}{label} {numbers[edge.target]}"


def _mermaid(text: str) -> str:
    in_numbers = _SPECIAL.sub(lambda found: f"#{ord(found[0])};", text)
    return _LIST.sub(lambda found: f"{found[1]}#{ord(found[2])};", in_numbers)


def _in_yaml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def as_dot(graph: StoryGraph) -> str:
    """Return `graph` in the language of Graphviz."""
    numbers = _numbers(graph)
    lines = [
        "digraph story {",
        f'  graph [label="{_dot(graph.title)}", labelloc=t, rankdir=TB, fontname="sans-serif"]',
        '  node [shape=box, fontname="sans-serif"]',
        '  edge [fontname="sans-serif", fontsize=10]',
    ]
    for number, group in enumerate(graph.groups):
        shade = ' style=filled; fillcolor="#dddddd";' if group.is_backstage else ""
        lines.append(f'  subgraph cluster_{number} {{ label="{_dot(group.title)}";{shade}')
        lines += [f"    {_dot_vertex(each, numbers)}" for each in group.beats]
        lines.append("  }")
    lines += [f"  {_dot_vertex(each, numbers)}" for each in graph.ends]
    lines += [f"  {_dot_edge(each, numbers)}" for each in graph.edges]
    return "\n".join([*lines, "}"]) + "\n"


def _dot_vertex(vertex: Vertex, numbers: dict[str, str]) -> str:
    label = "\\n".join(_dot(line) for line in _label(vertex))
    style = (
        ' shape=box, style="rounded,filled", peripheries=2, fillcolor="#e8f1ea"'
        if vertex.is_end
        else (' style=filled, fillcolor="#ffffff"')
    )
    width = ", penwidth=3" if vertex.is_walked else ""
    return f'{numbers[vertex.address]} [label="{label}",{style}{width}]'


def _dot_edge(edge: Edge, numbers: dict[str, str]) -> str:
    style = ", penwidth=3" if edge.steps else ", style=dashed" if edge.is_conditional else ""
    return f'{numbers[edge.source]} -> {numbers[edge.target]} [label="{_dot(edge.label)}"{style}]'


def _dot(text: str) -> str:
    return text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')


def _label(vertex: Vertex) -> tuple[str, ...]:
    name = f"{vertex.name} (start)" if vertex.is_start else vertex.name
    return (name, vertex.below) if vertex.below else (name,)


def _vertices(graph: StoryGraph) -> Iterator[Vertex]:
    for group in graph.groups:
        yield from group.beats
    yield from graph.ends


def _numbers(graph: StoryGraph) -> dict[str, str]:
    return {vertex.address: f"n{number}" for number, vertex in enumerate(_vertices(graph))}
