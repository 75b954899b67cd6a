"""Accounts and reference rows; projects have pages of their own. Superusers only."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.urls import reverse

from registry.kiosks import revoke
from registry.models import (
    District,
    ExportRecord,
    FundingSource,
    ImportBatch,
    Job,
    Kiosk,
    Membership,
    Organisation,
    Sector,
    User,
)

admin.site.site_header = admin.site.site_title = "焕新图 · 系统管理"
admin.site.index_title = "账号与基础数据"
admin.site.unregister(Group)


class SuperuserOnly:
    """Being staff opens no record: rights come from memberships, not from Django's groups."""

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class KeptForGood:
    """History and shared addresses name these rows: they may change, but not go."""

    def has_delete_permission(self, request, obj=None):
        return False


class ReferenceRow(KeptForGood, SuperuserOnly):
    """A row whose code other people's scripts rely on: it is given once."""

    def get_readonly_fields(self, request, obj=None):
        return ("code",) if obj else ()


class MembershipInline(SuperuserOnly, admin.TabularInline):
    model = Membership
    extra = 1
    autocomplete_fields = ("organisation",)


@admin.register(User)
class PeopleAdmin(KeptForGood, SuperuserOnly, UserAdmin):
    """An account is closed (不再有效), never deleted: the log would lose its name."""

    list_display = ("username", "display_name", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser", "memberships__role")
    search_fields = ("username", "display_name")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("本人", {"fields": ("display_name", "email")}),
        ("权限", {"fields": ("is_active", "is_staff", "is_superuser")}),
        ("时间", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "display_name", "usable_password")}),
        (None, {"classes": ("wide",), "fields": ("password1", "password2")}),
    )
    filter_horizontal = ()
    inlines = (MembershipInline,)


@admin.register(Organisation)
class OrganisationAdmin(ReferenceRow, admin.ModelAdmin):
    list_display = ("name", "type", "district", "order")
    list_filter = ("type", "district")
    search_fields = ("name",)


@admin.register(Sector)
class SectorAdmin(ReferenceRow, admin.ModelAdmin):
    list_display = ("code", "name", "short_name", "unit", "is_restricted", "order")
    filter_horizontal = ("leads", "cooperating")

    def get_readonly_fields(self, request, obj=None):
        """Opening a restricted sector would bare its projects: that is no click."""
        return (*super().get_readonly_fields(request, obj), "is_restricted")


@admin.register(FundingSource)
class FundingSourceAdmin(ReferenceRow, admin.ModelAdmin):
    list_display = ("code", "name", "order")


@admin.register(District)
class DistrictAdmin(ReferenceRow, admin.ModelAdmin):
    """Outlines come from a file (`load_districts`), never from a form."""

    list_display = ("code", "name", "parent", "is_formal", "is_indicative", "order")
    exclude = ("outline",)


class LogEntry(SuperuserOnly):
    """Written by the site as things happen, and changed by nobody."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission


@admin.register(Kiosk)
class KioskAdmin(SuperuserOnly, KeptForGood, admin.ModelAdmin):
    """Grants a screen by a link that is shown once, and revokes it; nothing is changed after."""

    list_display = ("name", "organisation", "granted_by", "granted_at", "seen_at", "revoked_at")
    list_select_related = ("organisation", "granted_by")
    fields = ("name", "organisation")
    actions = ("revoke_screens",)

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request)

    def save_model(self, request, obj, form, change):
        obj.granted_by = request.user
        secret = obj.new_link()
        super().save_model(request, obj, form, change)
        link = request.build_absolute_uri(reverse("registry:kiosk_open", args=(secret,)))
        sentence = f"请在大屏的浏览器里打开这个链接。它只显示这一次，也只能打开一次：{link}"
        self.message_user(request, sentence)

    @admin.action(description="撤销所选的大屏", permissions=["change"])
    def revoke_screens(self, request, queryset):
        self.message_user(request, f"已撤销 {revoke(queryset)} 块大屏。")


@admin.register(ImportBatch)
class ImportBatchAdmin(LogEntry, admin.ModelAdmin):
    list_display = ("file_name", "status", "rows", "imported_by", "imported_at", "undone_at")
    list_filter = ("status",)
    list_select_related = ("imported_by",)
    search_fields = ("file_name", "sha256")


@admin.register(ExportRecord)
class ExportRecordAdmin(LogEntry, admin.ModelAdmin):
    list_display = ("file_name", "status", "rows", "is_restricted", "exported_by", "exported_at")
    list_filter = ("status", "format", "is_restricted")
    list_select_related = ("exported_by",)
    search_fields = ("file_name", "wording", "sha256")


@admin.register(Job)
class JobAdmin(LogEntry, admin.ModelAdmin):
    list_display = ("kind", "subject", "status", "attempts", "created_by", "created_at")
    list_filter = ("status", "kind")
    list_select_related = ("created_by",)
