from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from registry.project_numbers import NUMBER
from registry.views import (
    accounts,
    api,
    assets,
    codes,
    declarations,
    drawing,
    exports,
    health,
    history,
    import_files,
    import_steps,
    imports,
    jobs,
    kiosks,
    lifecycle,
    listing,
    logbook,
    money,
    money_rules,
    moves,
    overlays,
    overview,
    paper_files,
    papers,
    people,
    projects,
    reference,
    register,
    reports,
    reviews,
    rights,
    rounds,
    saved_views,
    tokens,
)
from registry.views.summary import extent, facets, summary

app_name = "registry"


class ProjectNumber(StringConverter):
    """`RA-000123`; any other address is no project's."""

    regex = NUMBER


class Code(StringConverter):
    """A record's code: a text that the database can hold."""

    regex = r"[^/\x00]+"


register_converter(ProjectNumber, "number")
register_converter(Code, "code")

import_urls = [
    path("", imports.import_page, name="import"),
    path("check/", import_steps.import_check, name="import_check"),
    path("write/", import_steps.import_write, name="import_write"),
    path("conflicts/", import_steps.import_conflicts, name="import_conflicts"),
    path("leave-out/", import_steps.import_leave_out, name="import_leave_out"),
    path("undo/", import_steps.import_undo, name="import_undo"),
    path("preview.json", import_files.import_preview, name="import_preview"),
    path("original/", import_files.import_original, name="import_original"),
    path("rejects/", import_files.import_rejects, name="import_rejects"),
]

paper_urls = [
    path("", papers.paper_page, name="paper"),
    path("delete/", papers.paper_delete, name="paper_delete"),
    path("restore/", papers.paper_restore, name="paper_restore"),
    path("original/", paper_files.paper_original, name="paper_original"),
    path("thumb.webp", paper_files.paper_thumb, name="paper_thumb"),
    path("<int:page>.webp", paper_files.paper_screen, name="paper_screen"),
]

project_urls = [
    path("", projects.project_page, name="project"),
    path("card/", projects.project_card, name="project_card"),
    path("sheet.pdf", reports.project_sheet, name="project_sheet"),
    path("edit/", projects.project_edit, name="project_edit"),
    path("money/", money.project_money, name="project_money"),
    path("money.json", money.project_money_lines, name="project_money_lines"),
    path("draw/", drawing.project_draw, name="project_draw"),
    path("draw.json", drawing.project_drawing, name="project_drawing"),
    path("copy/", lifecycle.project_copy, name="project_copy"),
    path("delete/", lifecycle.project_delete, name="project_delete"),
    path("restore/", lifecycle.project_restore, name="project_restore"),
    path("move/", lifecycle.project_move, name="project_move"),
    path("review/", reviews.project_review, name="project_review"),
    path("review/shapes.geojson", reviews.review_shapes, name="review_shapes"),
    path("comments.geojson", reviews.comment_points, name="comment_points"),
    path("comments/<int:pk>/answer/", reviews.comment_answer, name="comment_answer"),
    path("move/<int:pk>/undo/", lifecycle.project_undo, name="project_undo"),
    path("papers/", papers.papers_page, name="papers"),
    path("papers/<int:pk>/", include(paper_urls)),
    path("photos.geojson", papers.photo_points, name="photo_points"),
    path("history/", history.project_history, name="project_history"),
    path("history/restore/", history.history_restore, name="history_restore"),
    path("history.geojson", history.project_history_shapes, name="project_history_shapes"),
    path("assets.geojson", assets.project_shapes, name="project_shapes"),
    path("assets/new/", assets.asset_new, name="asset_new"),
    path("assets/<int:pk>/edit/", assets.asset_edit, name="asset_edit"),
    path("assets/<int:pk>/delete/", assets.asset_delete, name="asset_delete"),
]

rule_urls = [
    path("", declarations.batch_page, name="batch"),
    path("edit/", declarations.batch_edit, name="batch_edit"),
    path("try/", declarations.batch_trial, name="batch_trial"),
    path("publish/", declarations.batch_publish, name="batch_publish"),
    path("withdraw/", declarations.batch_withdraw, name="batch_withdraw"),
    path("delete/", declarations.batch_delete, name="batch_delete"),
    path("new/", declarations.rule_new, name="rule_new"),
    path("<int:rule>/edit/", declarations.rule_edit, name="rule_edit"),
    path("<int:rule>/delete/", declarations.rule_delete, name="rule_delete"),
]

round_urls = [
    path("", rounds.round_page, name="round"),
    path("fill/", rounds.round_fill, name="round_fill"),
    path("reports/<int:report_pk>/", rounds.round_report, name="round_report"),
    path("remind/<code:code>/", rounds.round_remind, name="round_remind"),
    path("withdraw/", rounds.round_withdraw, name="round_withdraw"),
    path("close/", rounds.round_close, name="round_close"),
    path("table.xlsx", rounds.round_table, name="round_table"),
]

person_urls = [
    path("", people.person_page, name="person"),
    path("reset/", people.person_reset, name="person_reset"),
    path("active/", people.person_active, name="person_active"),
    path("unlock/", people.person_unlock, name="person_unlock"),
    path("codes/drop/", people.person_codes_drop, name="person_codes_drop"),
    path("sign-out/", people.person_sign_out, name="person_sign_out"),
    path("grants/new/", people.grant_new, name="grant_new"),
    path("grants/<int:membership>/end/", people.grant_end, name="grant_end"),
]

reference_urls = [
    path("", reference.reference_list, name="reference_list"),
    path("new/", reference.reference_new, name="reference_new"),
    path("rows/<code:code>/", reference.reference_row, name="reference_row"),
    path("rows/<code:code>/<slug:part>/", reference.reference_save, name="reference_save"),
]

urlpatterns = [
    path("api/", api.api.urls),
    path("assets/<int:pk>.json", drawing.asset_values, name="asset_values"),
    path("summary.json", summary, name="summary"),
    path("overview/", overview.overview_page, name="overview"),
    path("overview/paper/", overview.overview_paper, name="overview_paper"),
    path("overview/photos/", papers.photo_strip, name="photo_strip"),
    path("overview.json", overview.overview_figures, name="overview_figures"),
    path("screen/", kiosks.screen, name="screen"),
    path("screen/alive.json", kiosks.screen_alive, name="screen_alive"),
    path("screen/close/", kiosks.kiosk_close, name="kiosk_close"),
    path("screen/open/<str:secret>/", kiosks.kiosk_open, name="kiosk_open"),
    path("facets.json", facets, name="facets"),
    path("extent.json", extent, name="extent"),
    path("projects.json", listing.project_listing, name="project_listing"),
    path("neighbourhood.json", drawing.neighbours, name="neighbourhood"),
    path("districts.geojson", drawing.district_outlines, name="district_outlines"),
    path("projects/", register.project_list, name="project_list"),
    path("projects/table.xlsx", exports.table_export, name="table_export"),
    path("projects/cards/", register.project_cards, name="project_cards"),
    path("projects/rows/", register.project_rows, name="project_rows"),
    path("projects/moves/", moves.batch_moves, name="batch_moves"),
    path("projects/new/", projects.project_new, name="project_new"),
    path("projects/deleted/", lifecycle.project_deleted, name="project_deleted"),
    path("projects/<number:number>/", include(project_urls)),
    path("todo/", moves.todo, name="todo"),
    path("imports/", imports.import_list, name="import_list"),
    path("imports/new/", imports.import_new, name="import_new"),
    path("imports/projects/", imports.import_projects, name="import_projects"),
    path("imports/<int:pk>/", include(import_urls)),
    path("exports/", exports.export_list, name="export_list"),
    path("exports/new/", exports.export_new, name="export_new"),
    path("exports/<int:pk>/", exports.export_page, name="export"),
    path("exports/<int:pk>/again/", exports.export_again, name="export_again"),
    path("exports/<int:pk>/download/", exports.export_download, name="export_download"),
    path("jobs/<int:pk>/", jobs.job_progress, name="job"),
    path("jobs/<int:pk>/cancel/", jobs.job_cancel, name="job_cancel"),
    path("districts/<code:code>/brief.pdf", reports.district_brief, name="district_brief"),
    path("qr.svg", reports.qr_code, name="qr"),
    path("funding-rules/", money_rules.funding_rule_list, name="funding_rule_list"),
    path("funding-rules/new/", money_rules.funding_rule_new, name="funding_rule_new"),
    path("funding-rules/<int:pk>/", money_rules.funding_rule_edit, name="funding_rule_edit"),
    path(
        "funding-rules/<int:pk>/delete/",
        money_rules.funding_rule_delete,
        name="funding_rule_delete",
    ),
    path("views/", saved_views.view_menu, name="saved_views"),
    path("views/new/", saved_views.view_new, name="saved_view_new"),
    path("views/<int:pk>/", saved_views.view_open, name="saved_view"),
    path("views/<int:pk>/edit/", saved_views.view_edit, name="saved_view_edit"),
    path("views/<int:pk>/delete/", saved_views.view_delete, name="saved_view_delete"),
    path("rounds/", rounds.round_list, name="round_list"),
    path("rounds/new/", rounds.round_new, name="round_new"),
    path("rounds/<int:pk>/", include(round_urls)),
    path("log/", logbook.log_page, name="log"),
    path("log/export/", logbook.log_export, name="log_export"),
    path("layers/", overlays.layer_list, name="layer_list"),
    path("layers/<int:pk>/", overlays.layer_edit, name="layer_edit"),
    path("layers/<int:pk>/delete/", overlays.layer_delete, name="layer_delete"),
    path("rules/", declarations.batch_list, name="batch_list"),
    path("rules/new/", declarations.batch_new, name="batch_new"),
    path("rules/<int:pk>/", include(rule_urls)),
    path("account/", accounts.account, name="account"),
    path("account/alive/", accounts.alive, name="alive"),
    path("account/codes/", codes.codes_set_up, name="codes_set_up"),
    path("account/codes/drop/", codes.codes_drop, name="codes_drop"),
    path("account/tokens/new/", tokens.token_new, name="token_new"),
    path("account/tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("account/sign-ins/<int:pk>/end/", accounts.sign_in_end, name="sign_in_end"),
    path("people/", people.person_list, name="person_list"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<int:pk>/", include(person_urls)),
    path("kiosks/", kiosks.kiosk_list, name="kiosk_list"),
    path("kiosks/new/", kiosks.kiosk_new, name="kiosk_new"),
    path("kiosks/<int:pk>/revoke/", kiosks.kiosk_revoke, name="kiosk_revoke"),
    path("reference/", reference.reference_start, name="reference"),
    path("reference/<slug:table>/", include(reference_urls)),
    path("rights/", rights.rights_page, name="rights"),
    path("healthz", health.healthz, name="healthz"),
]
