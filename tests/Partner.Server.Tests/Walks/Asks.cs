using Google.Protobuf;
using Google.Protobuf.Reflection;
using Leb.Partner.V1;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Walks;

/// <summary>
/// A right request for every method, about what there is at a till: whoever may make it gets a real answer. A new
/// method gets its line in the file of its service.
/// </summary>
internal static partial class Asks
{
    private static readonly Dictionary<string, Func<World, Stock, Task<IMessage>>> Made = new(StringComparer.Ordinal);

    static Asks()
    {
        AddTopUps();
        AddMoney();
        AddCards();
        AddAccounts();
        AddOrganisations();
        AddShared();
        AddBackOffice();
        AddMoneyOfPartners();
        AddApprovals();
        AddOperatorTopUps();
        AddOperatorCertificates();
        AddDocuments();
    }

    /// <summary>Whether there is a request for a method.</summary>
    public static bool Has(MethodDescriptor method) => Made.ContainsKey(method.InputType.FullName);

    /// <summary>A right request, which nobody has made yet.</summary>
    /// <param name="method">The method.</param>
    /// <param name="world">What there is.</param>
    /// <param name="about">What it is about.</param>
    public static Task<IMessage> ForAsync(MethodDescriptor method, World world, Stock about) =>
        Made[method.InputType.FullName](world, about);

    /// <summary>A new code for an eSIM.</summary>
    public static ReissueInstallationRequest ReissueOf(string card) => new()
    {
        RequestId = Sale.NewRequestId(),
        Card = new CardRef { Iccid = card },
        IdCheck = new IdCheck { DocumentType = IdDocumentType.Passport, LastFour = "W8QX" },
        Wait = Sale.Longest,
    };

    private static void On<T>(Action<T, Stock> fill)
        where T : IMessage<T>, new() => On<T>((request, _, at) =>
        {
            fill(request, at);
            return Task.CompletedTask;
        });

    private static void On<T>(Func<T, World, Stock, Task> fill)
        where T : IMessage<T>, new() => Made.Add(new T().Descriptor.FullName, async (world, at) =>
        {
            var request = new T();
            await fill(request, world, at);
            return request;
        });

    private static void AddTopUps()
    {
        On<CreateTopUpRequest>((ask, at) => ask.MergeFrom(at.NewSale()));
        On<QuoteTopUpRequest>((ask, at) =>
        {
            var sale = at.NewSale();
            (ask.Card, ask.Plan, ask.Channel, ask.Outlet) = (sale.Card, sale.Plan, sale.Channel, at.Outlet);
        });
        On<PreviewTopUpRequest>((ask, at) =>
        {
            var sale = at.NewSale();
            (ask.Card, ask.Plan, ask.Channel, ask.Outlet) = (sale.Card, sale.Plan, sale.Channel, at.Outlet);
        });
        On<GetTopUpRequest>((ask, at) => ask.Name = at.Sold.Name);
        On<ListTopUpsRequest>((ask, at) => ask.Filter = new() { Outlet = at.Outlet, Terminal = at.Terminal });
        On<GetSalesTotalsRequest>((ask, at) => ask.Filter = new() { Outlet = at.Outlet, Terminal = at.Terminal });
        On<CancelTopUpRequest>((ask, at) => ask.Name = at.Cancelled.Name);
        On<AbandonTopUpRequest>((ask, at) => ask.RequestId = at.Sold.RequestId);
        On<QuoteRefundRequest>((ask, at) => ask.TopUp = at.Sold.Name);
        On<ReverseTopUpRequest>(async (ask, _, at) =>
        {
            (ask.RequestId, ask.TopUp) = (Sale.NewRequestId(), (await at.TakeSaleAsync()).Name);
            (ask.Outlet, ask.Terminal, ask.Wait) = (at.Outlet, at.Terminal, Sale.Longest);
        });
        On<GetReversalRequest>((ask, at) => ask.Name = at.Reversal.Name);
        On<WatchTopUpRequest>((ask, at) => ask.Name = at.Sold.Name);
        On<PrintReceiptRequest>((ask, at) => (ask.RequestId, ask.TopUp, ask.Format) = (
            Sale.NewRequestId(), at.Sold.Name, ReceiptFormat.Text32));
        On<GetReceiptRequest>((ask, at) => ask.TopUp = at.Sold.Name);
        On<VerifyReceiptRequest>((ask, at) => ask.Printed = new()
        {
            ReceiptNumber = at.Receipt.ReceiptNumber, Code = at.Receipt.Code,
        });
        On<ReportNotArrivedRequest>((ask, at) => ask.TopUp = at.Missed.Name);
        On<GetCaseRequest>((ask, at) => ask.TopUp = at.Missed.Name);
        On<ListCasesRequest>((ask, at) => ask.Outlet = at.Outlet);
    }
}
