using Partner.Server.Tests.BackOffice;
using Operators = Leb.Operator.V1;

namespace Partner.Server.Tests.Walks;

internal static partial class Asks
{
    private static void AddDocuments()
    {
        On<Operators.ListDocumentsRequest>((_, _) => { });
        On<Operators.GetDocumentRequest>((ask, _) => ask.Name = "documents/price-list/demo-prices@1");
        On<Operators.DiffDocumentsRequest>((ask, at) =>
        {
            ask.Files.Add(DemoFile.Prices());
            ask.Partners.Add(NameOf(at));
        });
        On<Operators.PublishDocumentsRequest>((ask, _) =>
        {
            ask.Files.Add(DemoFile.Prices());
            ask.Why = Why;
        });
        On<Operators.CloseSettlementRequest>((ask, world, _) =>
        {
            (ask.Period, ask.Why) = (world.Settlement.Period, Why);
            return Task.CompletedTask;
        });
        On<Operators.ListSettlementsRequest>((ask, at) => ask.Parent = NameOf(at));
        On<Operators.GetSettlementRequest>((ask, world, _) =>
        {
            ask.Name = $"partners/{world.Ours.PartnerId}/settlements/{world.Settlement.Number}";
            return Task.CompletedTask;
        });
        On<Operators.RunAuditRequest>((_, _) => { });
    }
}
