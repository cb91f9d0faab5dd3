using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Core.Organisations;
using Partner.Core.Shifts;
using Partner.Server.Contract;
using Partner.Server.Security;

namespace Partner.Server.Organisations;

/// <summary>Reads the fields of OrganisationService's messages.</summary>
internal static class OrganisationRequests
{
    private const int LongestName = 100;

    /// <summary>A reference that is to be registered.</summary>
    public static string Reference(this RequestReader reader, string value, string field)
    {
        if (UnitReference.Problem(value) is { } problem)
        {
            reader.Note(field, problem.English, problem.Chinese);
        }

        return value;
    }

    /// <summary>A reference of something that may be registered.</summary>
    public static string Known(this RequestReader reader, string value, string field)
    {
        if (value.Length == 0)
        {
            reader.Note(field, "is required", "必须填写");
        }

        return reader.Text(value, UnitReference.Longest, field);
    }

    /// <summary>A name for people; null where none is given.</summary>
    public static string? UnitName(this RequestReader reader, string value, string field)
    {
        reader.Text(value, LongestName, field);
        if (value.Length > 0 && string.IsNullOrWhiteSpace(value))
        {
            reader.Note(field, "must not be blank", "不得为空白");
        }

        return value.Length == 0 ? null : value;
    }

    /// <summary>A name that is given: it may not be empty.</summary>
    public static string? NewName(this RequestReader reader, bool has, string value, string field)
    {
        if (has && value.Length == 0)
        {
            reader.Note(field, "must not be empty", "不得为空");
        }

        return has ? reader.UnitName(value, field) : null;
    }

    /// <summary>A status that an update may set.</summary>
    public static UnitStatus? NewStatus(this RequestReader reader, bool has, OrganisationStatus value, string field)
    {
        if (has && value is not (OrganisationStatus.Active or OrganisationStatus.Suspended))
        {
            reader.Note(
                field,
                "must be ACTIVE or SUSPENDED; closing has a method of its own",
                "只能为 ACTIVE 或 SUSPENDED；关闭请用专门的方法");
        }

        return has ? (UnitStatus)value : null;
    }

    /// <summary>Reads the rows of an import: what is wrong in themselves is noted by row, all at once.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="caller">Who calls.</param>
    /// <returns>The orders by the row's place; null where a row is wrong; and what is wrong.</returns>
    public static (UnitOrder?[] Orders, List<(int Place, string Field, Refusal Refusal)> Wrong) Rows(
        IReadOnlyList<OrganisationRow> rows, Caller caller)
    {
        var orders = new UnitOrder?[rows.Count];
        var wrong = new List<(int, string, Refusal)>();
        var first = new Dictionary<(UnitKind, string, string), string>();
        for (var place = 0; place < rows.Count; place++)
        {
            var reader = new RequestReader();
            var order = Row(rows[place], caller, reader);
            if (reader.Refusal is null)
            {
                var look = (order.Key.Kind, order.Key.Outlet, UnitReference.LooksLike(order.Key.Reference));
                if (!first.TryAdd(look, order.Key.Reference))
                {
                    // By its reference: whoever sends a file in parts knows other numbers of its rows.
                    reader.Note(
                        "reference",
                        $"is that of another row, or looks like it: {first[look]}",
                        $"与另一行的编号相同或外观相同：{first[look]}");
                }
            }

            wrong.AddRange((reader.Refusal?.Violations ?? []).Select(
                violation => (place, violation.Field, Refusal.Of(Reason.InvalidRequest, violation))));
            if (reader.Refusal is not null)
            {
                continue;
            }

            // An outlet's certificate learns of no other outlet.
            if (caller.Outlet is { } own && (order.Key.Kind == UnitKind.Outlet || order.Key.Outlet != own))
            {
                wrong.Add((
                    place,
                    order.Key.Kind == UnitKind.Outlet ? "kind" : "outlet",
                    order.Key.Kind == UnitKind.Outlet
                        ? new Refusal(Reason.OutletMismatch)
                        : OrganisationDecision.NotFound(UnitKind.Outlet)));
                continue;
            }

            if (UnitCalls.RefuseOthers(caller, order.Key) is { } others)
            {
                wrong.Add((place, order.Key.Kind == UnitKind.Terminal ? "reference" : "kind", others));
                continue;
            }

            orders[place] = order;
        }

        return (orders, wrong);
    }

    /// <summary>A request to close a shift.</summary>
    public static Result<ShiftOrder> Read(CloseShiftRequest request, Caller caller)
    {
        var reader = new RequestReader();
        var order = new ShiftOrder(
            reader.RequestId(request.RequestId),
            reader.TillText(request.Outlet, "outlet"),
            reader.TillText(
                reader.Known(request.Terminal.Length == 0 ? caller.Terminal ?? "" : request.Terminal, "terminal"),
                "terminal"),
            reader.Text(request.Cashier, UnitReference.Longest, "cashier"),
            reader.Date(request.BusinessDate, "business_date"),
            request.LastOfDay);
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var (outlet, terminal) = (caller.OutletFor(order.Outlet), caller.TerminalFor(order.Terminal));
        return (outlet.Refusal ?? terminal.Refusal) is { } mismatch
            ? mismatch
            : order with { Outlet = outlet.Value, Terminal = terminal.Value };
    }

    // One database takes texts that differ in blanks at their end for the same.
    private static string TillText(this RequestReader reader, string value, string field)
    {
        if (value != value.Trim())
        {
            reader.Note(field, "must not begin or end with a blank", "首尾不得有空格");
        }

        return reader.Text(value, UnitReference.Longest, field);
    }

    private static UnitOrder Row(OrganisationRow row, Caller caller, RequestReader reader)
    {
        var kind = (UnitKind)(reader.Choice(row.Kind, true, "kind") ?? (int)UnitKind.Outlet);
        var outlet = row.Outlet;
        if (kind == UnitKind.Outlet)
        {
            if (row.Kind == OrganisationKind.Outlet && outlet.Length > 0)
            {
                reader.Note("outlet", "must be empty for an outlet", "网点行不得填写所属网点");
            }

            outlet = "";
        }
        else
        {
            outlet = reader.Reference(outlet.Length == 0 ? caller.Outlet ?? "" : outlet, "outlet");
        }

        var key = new UnitKey(kind, outlet, reader.Reference(row.Reference, "reference"));
        return new UnitOrder(
            key, reader.UnitName(row.Name, "name"), (UnitStatus?)reader.Choice(row.Status, false, "status"));
    }
}
