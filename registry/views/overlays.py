"""The catalogue of reference layers, for the system's administrators."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from registry import audit
from registry.choices import AuditAction
from registry.forms.overlays import LayerForm, NewLayerForm
from registry.jobs import cancel, is_worked
from registry.models import ReferenceLayer
from registry.views.posting import form_view, posted
from registry.views.records import demand_power


def note(request, pk, detail):
    """In the audit log; the name goes along, since a layer may be gone when it is read."""
    subject = f"referencelayer {pk}"
    audit.write(AuditAction.LAYER_CHANGED, request=request, subject=subject, detail=detail)


@transaction.atomic
def taken_in(form, request):
    if layer := form.submit(request.user):
        note(request, layer.pk, {"act": "add", "name": layer.name})
    return layer


@form_view
def layer_list(request):
    demand_power(request.user, "layers")
    form = NewLayerForm(posted(request), request.FILES or None)
    if request.method == "POST" and (layer := taken_in(form, request)):
        messages.success(request, f"已收到“{layer}”，正在读取；读完后地图上就能勾选。")
        return redirect("registry:layer_list")
    layers = ReferenceLayer.objects.select_related("uploaded_by", "job")
    context = {"form": form, "layers": layers, "is_worked": is_worked()}
    return render(request, "registry/layers.html", context)


@form_view
@transaction.atomic
def layer_edit(request, pk):
    demand_power(request.user, "layers")
    layer = get_object_or_404(ReferenceLayer.objects.select_for_update(no_key=True), pk=pk)
    form = LayerForm(posted(request), instance=layer)
    if request.method == "POST" and form.is_valid():
        form.save()
        if changed := audit.differences(form.before, form.standing()):
            note(request, layer.pk, changed)
        messages.success(request, f"已保存“{layer}”。")
        return redirect("registry:layer_list")
    return render(request, "registry/layer.html", {"form": form, "layer": layer})


@require_POST
def layer_delete(request, pk):
    demand_power(request.user, "layers")
    layer = get_object_or_404(ReferenceLayer, pk=pk)
    if layer.job:
        cancel(layer.job)
    # Once that is seen, and locked first: a job about to end holds the layer, and the shapes that
    # it has written by then go with it.
    with transaction.atomic():
        layer = get_object_or_404(ReferenceLayer.objects.select_for_update(), pk=pk)
        layer.delete()
        note(request, pk, {"act": "delete", "name": layer.name})
    messages.success(request, f"已删除“{layer}”。")
    return redirect("registry:layer_list")
