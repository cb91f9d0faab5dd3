using Grpc.Core;
using Leb.Partner.V1;
using Partner.Server.Tests.EndToEnd.Accounts;
using Partner.Server.Tests.EndToEnd.Reminders;
using Partner.Server.Tests.EndToEnd.Renewals;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.Walks;

/// <summary>Something of everything that a partner can have, at one till.</summary>
internal sealed class Stock
{
    private readonly Queue<TopUp> _spareSales = [];
    private readonly Queue<string> _spareEsims = [];
    private readonly Queue<string> _spareCertificates = new();
    private readonly Queue<CreateEnrollmentCodeResponse> _spareCodes = new();
    private bool _closed;

    private Stock(TestClient owner, string outlet, string terminal) =>
        (Owner, Outlet, Terminal) = (owner, outlet, terminal);

    /// <summary>The partner, with all that it may do.</summary>
    public TestClient Owner { get; }

    public string Outlet { get; }

    public string Terminal { get; }

    public string Cashier => CashierAt(Outlet);

    public TopUp Sold { get; private set; } = null!;

    public TopUp Cancelled { get; private set; } = null!;

    /// <summary>One whose customer says that it has not arrived.</summary>
    public TopUp Missed { get; private set; } = null!;

    public Reversal Reversal { get; private set; } = null!;

    public Quote Quote { get; private set; } = null!;

    public Receipt Receipt { get; private set; } = null!;

    public AutoRenewal Renewal { get; private set; } = null!;

    public AutoRenewal Paused { get; private set; } = null!;

    public AutoRenewal Ending { get; private set; } = null!;

    public string EsimCard { get; private set; } = null!;

    public EsimReissue Reissue { get; private set; } = null!;

    public Shift Shift { get; private set; } = null!;

    public string PrintRequest { get; } = Sale.NewRequestId();

    public string ShiftRequest { get; } = Sale.NewRequestId();

    public Certificate Certificate { get; private set; } = null!;

    public string CertificateRequest { get; private set; } = null!;

    public string SecondCertificateRequest { get; private set; } = null!;

    public CreateEnrollmentCodeResponse Code { get; private set; } = null!;

    /// <summary>Who works at an outlet.</summary>
    public static string CashierAt(string outlet) => outlet == World.SecretShop ? "our-own-anna" : "anna";

    /// <summary>Makes it. The cancelled sale is put in by <see cref="World"/>, which catches it waiting.</summary>
    public static async Task<Stock> MakeAsync(SharedServer shared, TestClient owner, string outlet, string terminal)
    {
        var stock = new Stock(owner, outlet, terminal);
        await stock.SellAllAsync();
        await stock.AgreeAsync();
        await stock.EnrolAsync();
        await stock.RemindAsync(shared);
        return stock;
    }

    /// <summary>A right sale at the till, on a card that was never seen.</summary>
    public CreateTopUpRequest NewSale(CoreType type = CoreType.Phone, string plan = "plans/phone-50") =>
        Sale.Of(Sale.NewCard(type), plan).With(sale =>
        {
            (sale.Outlet, sale.Terminal, sale.Cashier) = (Outlet, Terminal, Cashier);
            sale.ClientReference = $"reference-{Guid.NewGuid():N}"[..30];
        });

    /// <summary>A sale that can be taken back, and is used up by that.</summary>
    public async Task<TopUp> TakeSaleAsync() => _closed ? _spareSales.Dequeue() : await Owner.SellAsync(NewSale());

    /// <summary>A card whose eSIM can get a new code, and is used up by that.</summary>
    public async Task<string> TakeEsimAsync() => _closed ? _spareEsims.Dequeue() : await SellEsimAsync();

    /// <summary>A certificate of here that can be revoked, by its name.</summary>
    public async Task<string> TakeCertificateAsync() => _closed
        ? _spareCertificates.Dequeue()
        : (await Owner.EnrollAsync(AccountScene.Enroll(NewKey.Make(), Outlet, Terminal))).Certificate.Name;

    /// <summary>An enrollment code of here that can be used or ended.</summary>
    public async Task<CreateEnrollmentCodeResponse> TakeCodeAsync() =>
        _closed ? _spareCodes.Dequeue() : await Owner.CodeAsync(Outlet, Terminal);

    /// <summary>Catches a sale that waits for its turn, and cancels it.</summary>
    public async Task CancelAsync() => Cancelled = (await Eventually.SeeAsync(
        async () =>
        {
            var waiting = await Owner.TopUps.CreateTopUpAsync(
                NewSale().With(sale => sale.Wait = new()), TestClient.In("en"));
            try
            {
                return (await Owner.TopUps.CancelTopUpAsync(
                    new() { Name = waiting.TopUp.Name }, TestClient.In("en"))).TopUp;
            }
            catch (RpcException tooLate) when (tooLate.StatusCode == StatusCode.FailedPrecondition)
            {
                // Another server was faster.
                return null;
            }
        },
        cancelled => cancelled is not null))!;

    /// <summary>Puts by what is used up when nothing more can be sold or enrolled here.</summary>
    public async Task SpareAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _spareSales.Enqueue(await TakeSaleAsync());
            _spareEsims.Enqueue(await SellEsimAsync());
            _spareCertificates.Enqueue(await TakeCertificateAsync());
            _spareCodes.Enqueue(await TakeCodeAsync());
        }

        _closed = true;
    }

    private async Task SellAllAsync()
    {
        (Sold, Missed) = (await Owner.SellAsync(NewSale()), await Owner.SellAsync(NewSale()));
        var quoted = NewSale();
        Quote = (await Owner.TopUps.QuoteTopUpAsync(
            new() { Card = quoted.Card, Plan = quoted.Plan, Channel = quoted.Channel, Outlet = Outlet },
            TestClient.In("en"))).Quote;
        Reversal = (await Owner.TopUps.ReverseTopUpAsync(
            new()
            {
                RequestId = Sale.NewRequestId(), TopUp = (await TakeSaleAsync()).Name, Outlet = Outlet,
                Terminal = Terminal, Wait = Sale.Longest,
            },
            TestClient.In("en"))).Reversal;
        Receipt = (await Owner.Receipts.PrintReceiptAsync(
            new() { RequestId = PrintRequest, TopUp = Sold.Name, Format = ReceiptFormat.Message },
            TestClient.In("en"))).Receipt;
        await Owner.Arrivals.ReportNotArrivedAsync(new() { TopUp = Missed.Name }, TestClient.In("en"));
        EsimCard = await SellEsimAsync();
        Reissue = (await Owner.Esims.ReissueInstallationAsync(
            Asks.ReissueOf(EsimCard).With(ask => (ask.Outlet, ask.Terminal) = (Outlet, Terminal)),
            TestClient.In("en"))).Reissue;
        Shift = (await Owner.Organisations.CloseShiftAsync(
            new() { RequestId = ShiftRequest, Outlet = Outlet, Terminal = Terminal, Cashier = Cashier },
            TestClient.In("en"))).Shift;
    }

    private async Task AgreeAsync()
    {
        Renewal = await NewAsync();
        Ending = await NewAsync();
        Paused = (await Owner.Renewals.PauseAutoRenewalAsync(
            new() { Name = (await NewAsync()).Name }, TestClient.In("en"))).AutoRenewal;

        Task<AutoRenewal> NewAsync() => RenewalScene.CreateAsync(
            Owner, RenewalScene.Of(Sale.NewCard(CoreType.RegistrationEsim)).With(one => one.Outlet = Outlet));
    }

    /// <summary>One card at each of two outlets ends soon: there is one such card of each type.</summary>
    private async Task RemindAsync(SharedServer shared)
    {
        if (Outlet is World.Shop or World.ClosedShop && Terminal == World.Till)
        {
            var (type, plan, face) = Outlet == World.Shop
                ? (CoreType.Travel, "travel-1m", "98.00 CNY")
                : (CoreType.RegistrationEsim, "esim-30d", "45.00 CNY");
            await RadarScene.PlantAsync(
                shared.Running.Store, Owner.PartnerId, RadarScene.EndsTomorrow(type), plan, face, Outlet);
        }
    }

    private async Task EnrolAsync()
    {
        var request = AccountScene.Enroll(NewKey.Make(), Outlet, Terminal);
        (CertificateRequest, Certificate) = (request.RequestId, (await Owner.EnrollAsync(request)).Certificate);
        var second = AccountScene.Enroll(NewKey.Make(), Outlet, Terminal);
        await Owner.EnrollAsync(second);
        SecondCertificateRequest = second.RequestId;
        Code = await Owner.CodeAsync(Outlet, Terminal);
    }

    private async Task<string> SellEsimAsync() =>
        (await Owner.SellAsync(NewSale(CoreType.Travel, "plans/travel-1d"))).Card.Iccid;
}
