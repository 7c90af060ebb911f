"""Each module of PSMS alone: it installs without a warning, updates to itself, and is gone when uninstalled."""
import pytest
import support
from catalog import difference, snapshot
from databases import Cluster, assert_clean

MODULES = sorted(support.module_paths())
# its records are a factory: goods, orders and entries that no uninstallation may take away
DEMO = "psms_demo"


@pytest.fixture(scope="module")
def cluster():
    found = Cluster()
    yield found
    found.close()


@pytest.fixture
def log(request):
    path = support.artefacts() / f"lifecycle-{request.node.name}.log"
    path.unlink(missing_ok=True)
    return path


def own_dependencies(module):
    """The other PSMS modules that this one stands on, deepest first."""
    found = []
    for name in support.manifest(module)["depends"]:
        if name in MODULES:
            found += [below for below in [*own_dependencies(name), name] if below not in found]
    return found


def core_dependencies(module):
    stack = [module, *own_dependencies(module)]
    return sorted({name for part in stack for name in support.manifest(part)["depends"]} - set(MODULES))


@pytest.mark.parametrize("module", [name for name in MODULES if name != DEMO])
def test_installs_alone(cluster, module, log):
    """On all of core: quick, and proves that nothing else of PSMS is needed."""
    name = cluster.copy(cluster.core, f"{cluster.core}_{module}")
    cluster.install(name, module, log)
    assert cluster.state(name, module) == "installed"
    expected = {module, *own_dependencies(module)}
    # glue installs itself where all that it joins is there
    expected |= {glue for glue in MODULES if support.manifest(glue).get("auto_install") and {*own_dependencies(glue)} <= expected}
    extra = [other for other in MODULES if other not in expected and cluster.state(name, other) == "installed"]
    assert not extra, f"installed as well: {extra}"
    assert_clean(log)
    cluster.drop(name)


@pytest.mark.slow
@pytest.mark.parametrize("module", MODULES)
def test_leaves_nothing_behind(cluster, module, log):
    """On a database that holds its dependencies and no more: install, update twice, uninstall, compare."""
    name = cluster.new(f"{cluster.core}_{module}", core_dependencies(module), log)
    for below in own_dependencies(module):
        if cluster.state(name, below) != "installed":
            cluster.install(name, below, log)
    if cluster.state(name, module) == "installed":
        # glue came by itself with the last of its apps, so the state before it is the one without it
        cluster.uninstall(name, module, log)
    before = snapshot(cluster.dsn_of(name))

    cluster.install(name, module, log)
    assert cluster.state(name, module) == "installed"
    cluster.update(name, module, log)
    first = snapshot(cluster.dsn_of(name))
    cluster.update(name, module, log)
    changed = difference(first, snapshot(cluster.dsn_of(name)))
    assert not changed, "a second update changes:\n" + "\n".join(changed)

    cluster.uninstall(name, module, log)
    assert cluster.state(name, module) == "uninstalled"
    residue = difference(before, snapshot(cluster.dsn_of(name)))
    if module == DEMO:
        residue = [line for line in residue if not line[2:].startswith("row of ")]
    assert not residue, f"{len(residue)} left or lost:\n" + "\n".join(residue)
    assert_clean(log)
    cluster.drop(name)
