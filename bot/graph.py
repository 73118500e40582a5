"""Rasa's graph of components, run one node after the other.

Rasa runs it through dask, which plans the same graph again at each of the three runs of a turn, a third of our turn.
The order of the nodes of a trained model never changes, so it is worked out once.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage

Step = tuple[str, GraphNode, tuple[str, ...]]  # the node's name, the node, the names of what it needs


class StraightRunner(GraphRunner):
    """Runs the nodes that lead to the targets, each after those that it needs."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        self._schema, self._nodes = schema, nodes
        self._plans: dict[tuple[str, ...], list[Step]] = {}

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> StraightRunner:
        """A runner with its nodes loaded from the model."""
        return cls.of(DaskGraphRunner.create(graph_schema, model_storage, execution_context, hooks))

    @classmethod
    def of(cls, runner: DaskGraphRunner) -> StraightRunner:
        """A runner of the nodes that `runner` has loaded."""
        return cls(runner._graph_schema, runner._instantiated_nodes)

    def components(self) -> list[Any]:
        """The components of the model, in no order."""
        return [node._component for node in self._nodes.values() if hasattr(node, "_component")]

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """The outputs of `targets`, by name. An exception of a node passes through."""
        done: dict[str, tuple[str, Any]] = {name: (name, value) for name, value in (inputs or {}).items()}
        wanted = tuple(targets or self._schema.target_names)
        for name, node, needs in self._plan(wanted):
            done[name] = node(*(done[need] for need in needs))
        return dict(done[name] for name in wanted)

    def _plan(self, targets: tuple[str, ...]) -> list[Step]:
        if targets not in self._plans:
            nodes = self._schema.minimal_graph_schema(list(targets)).nodes
            names: list[str] = []
            for target in targets:
                _visit(target, nodes, names)
            self._plans[targets] = [(name, self._nodes[name], tuple(nodes[name].needs.values())) for name in names]
        return self._plans[targets]


def _visit(name: str, nodes: dict[str, Any], order: list[str]) -> None:
    """Add `name` to `order` after all that it needs; what is not a node is an input of the run."""
    if name in nodes and name not in order:
        for need in nodes[name].needs.values():
            _visit(need, nodes, order)
        order.append(name)
