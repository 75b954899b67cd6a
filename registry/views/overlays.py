"""The catalogue of reference layers, for the system's administrators."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from registry.forms.overlays import LayerForm, NewLayerForm
from registry.models import ReferenceLayer
from registry.views.posting import form_view, posted
from registry.views.records import demand_power


def demand_keeper(user):
    demand_power(user, "layers")


@form_view
def layer_list(request):
    demand_keeper(request.user)
    form = NewLayerForm(posted(request), request.FILES or None)
    if request.method == "POST" and (layer := form.submit(request.user)):
        kept = f"，略去 {layer.left_out} 个没有图形或坐标不对的" if layer.left_out else ""
        messages.success(request, f"已添加“{layer}”：{layer.shape_count} 个图形{kept}。")
        return redirect("registry:layer_list")
    layers = ReferenceLayer.objects.select_related("uploaded_by")
    return render(request, "registry/layers.html", {"form": form, "layers": layers})


@form_view
def layer_edit(request, pk):
    demand_keeper(request.user)
    layer = get_object_or_404(ReferenceLayer, pk=pk)
    form = LayerForm(posted(request), instance=layer)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"已保存“{layer}”。")
        return redirect("registry:layer_list")
    return render(request, "registry/layer.html", {"form": form, "layer": layer})


@require_POST
def layer_delete(request, pk):
    demand_keeper(request.user)
    layer = get_object_or_404(ReferenceLayer, pk=pk)
    layer.delete()
    messages.success(request, f"已删除“{layer}”。")
    return redirect("registry:layer_list")
