"""What the document declares besides the operations under /api/: the list of projects."""

from django.urls import reverse
from pydantic.json_schema import models_json_schema

from registry.filters import ProjectFilter
from registry.listing import ROWS
from registry.parameters import Several
from registry.views.answers import MEANINGS, ListedProjects, Sentence
from registry.views.guide import told_of

REFERENCE = "#/components/schemas/{model}"
ANSWERS = {200: ListedProjects, 400: Sentence, 401: Sentence, 403: Sentence}
AFTER = {
    "name": "after",
    "in": "query",
    "required": False,
    "description": "项目编号：只答复编号在它后面的。",
    "schema": {"type": "string"},
}


def with_reading(document):
    """The document of the operations, with the list of projects among them."""
    wanted = [(schema, "serialization") for schema in {*ANSWERS.values()}]
    names, defined = models_json_schema(wanted, ref_template=REFERENCE)
    document["components"]["schemas"] |= defined["$defs"]
    schemas = {schema: names[schema, "serialization"] for schema, _ in wanted}
    document["paths"][reverse("registry:project_listing")] = {
        "get": {
            "operationId": "project_listing",
            "summary": "读项目清单",
            "description": f"本人有权查看的、符合查询条件的项目，按编号，每次最多 {ROWS} 个；"
            "`next` 是接着读的地址，为 null 就读完了。读的时候有人登记、删除，也不会重复或错位。",
            "parameters": [*map(parameter, ProjectFilter.base_filters.items()), AFTER],
            "responses": {
                status: {
                    "description": MEANINGS[status],
                    "content": {"application/json": {"schema": schemas[schema]}},
                }
                for status, schema in ANSWERS.items()
            },
            "security": [{"Token": []}, {"Session": []}],
        }
    }
    return document


def parameter(item):
    """One of the question; what may be said several times is an array, each under the name."""
    name, declared = item
    schema = {"type": "string"}
    if isinstance(declared, Several):
        schema = {"type": "array", "items": schema}
    told = {"name": name, "in": "query", "required": False, "schema": schema}
    return {**told, "description": told_of(name, declared)}
