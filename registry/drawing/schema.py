"""What the drawing page sends: a change set, checked for its form before anything else."""

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr

from registry.drawing import limits

Values = dict[str, StrictStr | StrictInt | StrictFloat | None]
Geometry = dict[str, Any] | None


#: As the database counts them.
Version = Annotated[StrictInt, Field(ge=1)]


class Form(Schema):
    model_config = ConfigDict(extra="forbid")

    client_id: UUID


class Create(Form):
    op: Literal["create"]
    kind: StrictStr
    values: Values = {}
    geometry: Geometry = None
    outside_confirmed: StrictBool = False
    #: The planner knows that it was there and was deleted, and wants it back.
    restored: StrictBool = False


class Update(Form):
    """`values` holds what has changed, null clears; without `geometry` the place stays."""

    op: Literal["update"]
    version: Version
    kind: StrictStr | None = None
    values: Values = {}
    geometry: Geometry = None
    outside_confirmed: StrictBool = False


class Delete(Form):
    op: Literal["delete"]
    version: Version


class ChangeSet(Schema):
    model_config = ConfigDict(extra="forbid")

    changes: Annotated[
        list[Annotated[Create | Update | Delete, Field(discriminator="op")]],
        Field(max_length=limits.CHANGES),
    ]
