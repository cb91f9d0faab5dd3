using Partner.Server.Tests.BackOffice;
using Desk = Leb.Operator.V1;

namespace Partner.Server.Tests.Walks;

internal static partial class Asks
{
    private static void AddDocuments()
    {
        On<Desk.ListDocumentsRequest>((_, _) => { });
        On<Desk.GetDocumentRequest>((ask, _) => ask.Name = "documents/price-list/demo-prices@1");
        On<Desk.DiffDocumentsRequest>((ask, at) =>
        {
            ask.Files.Add(DemoFile.Prices());
            ask.Partners.Add(NameOf(at));
        });
        On<Desk.PublishDocumentsRequest>((ask, _) =>
        {
            ask.Files.Add(DemoFile.Prices());
            ask.Why = Why;
        });
        On<Desk.CloseSettlementRequest>((ask, world, _) =>
        {
            (ask.Period, ask.Why) = (world.Settlement.Period, Why);
            return Task.CompletedTask;
        });
        On<Desk.ListSettlementsRequest>((ask, at) => ask.Parent = NameOf(at));
        On<Desk.GetSettlementRequest>((ask, world, _) =>
        {
            ask.Name = $"partners/{world.Ours.PartnerId}/settlements/{world.Settlement.Number}";
            return Task.CompletedTask;
        });
        On<Desk.RunAuditRequest>((_, _) => { });
    }
}
