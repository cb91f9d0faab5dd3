using Partner.Core.TopUps;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>Request ids: what each was used for, for ever.</summary>
internal static class RequestTable
{
    /// <summary>The first uses of request ids.</summary>
    public static readonly RowSqlText Read = RowSqlText.Select(
        "requests.read-rows",
        "t.partner_id, t.request_id, t.method, t.input_hash, t.resource_id",
        "requests t",
        RowShape.Of("partner_id text, request_id text"),
        "t.partner_id = k.partner_id AND t.request_id = k.request_id");

    private static readonly RowSqlText InsertRequest = RowSqlText.Insert("requests", RowShape.Of(
        "partner_id text, request_id text, method int, input_hash text, resource_id text, created_at long"))
            .In(SqlGroups.Sales);

    /// <summary>Stores a use.</summary>
    public static void Insert(Changes changes, RequestKey key, UsedRequest use, DateTimeOffset now) => changes.Add(
        InsertRequest,
        key.PartnerId.Value,
        key.RequestId.Value,
        (int)use.Method,
        use.Hash.Value,
        use.ResourceId,
        now.UtcTicks);
}
