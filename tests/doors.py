"""The contract of the doors: from outside, a room is entered through a few named modules only."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    doors = fields.ListField(subfield=fields.StringField())
    open_rooms = fields.ListField(subfield=fields.StringField())
    roots = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = sorted(
            (importer, imported)
            for importer in graph.modules
            for imported in graph.find_modules_directly_imported_by(importer)
            if self._is_broken(importer, imported)
        )
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _is_broken(self, importer: str, imported: str) -> bool:
        here, there = importer.split("."), imported.split(".")
        if len(here) < 2 or len(there) < 2 or here[1] == there[1]:
            return False
        if there[1] in self._listed("open_rooms") or here[1] in self._listed("roots"):
            return False
        return len(there) > 2 and there[2] not in self._listed("doors")

    def _listed(self, name: str) -> set[str]:
        return set(getattr(self, name))

    def render_broken_contract(self, check: ContractCheck) -> None:
        broken: list[tuple[str, str]] = check.metadata["broken"]
        for importer, imported in broken:
            output.print_error(f"{importer} enters {imported} by the window.")


def contract(**options: Any) -> DoorsContract:
    return DoorsContract(name="doors", session_options={"root_packages": ["korzo"]}, contract_options=options)
