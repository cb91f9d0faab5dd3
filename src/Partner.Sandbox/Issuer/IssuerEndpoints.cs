using Microsoft.AspNetCore.Http.Features;
using System.Buffers;
using System.Text.Json;
using Partner.Core.Plans;
using Partner.Server.Issuer.Wire;

namespace Partner.Sandbox.Issuer;

/// <summary>
/// The simulated issuer's HTTP side: one delegate, routing by hand, nothing per request that is not needed.
/// </summary>
internal sealed class IssuerEndpoints(IssuerOrders orders, SimulatedIssuerOptions options, CancellationToken stopping)
{
    /// <summary>Answers 200 while the service runs.</summary>
    public const string Health = "/health";

    private const string TopUp = "/" + IssuerPaths.TopUp;
    private const string Reversal = "/" + IssuerPaths.Reversal;
    private const string Gift = "/" + IssuerPaths.Gift;
    private const string GiftBack = "/" + IssuerPaths.GiftBack;
    private const string ActionOf = "/" + IssuerPaths.Action;
    private const string Bucket = "/" + IssuerPaths.Bucket;
    private const string Profile = "/" + IssuerPaths.Profile;
    private const string Reissue = "/" + IssuerPaths.Reissue;

    /// <summary>
    /// What a device asks of the server that an activation code names; 200 when it installed the profile.
    /// </summary>
    private const string Download = "/download/";
    private const int IdLimit = 64;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private readonly SandboxOrders _sandbox = new(orders, options, stopping);

    /// <summary>Handles a request. A caller that is gone is no error.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        var ct = http.RequestAborted;
        http.Features.Get<IHttpMetricsTagsFeature>()?.MetricsDisabled = true; // a foreign system's requests, not ours
        try
        {
            await RouteAsync(http, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested || stopping.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (IOException) when (!http.Response.HasStarted)
        {
            // The log is broken: acknowledging anything would be a lie, so nothing is.
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    private Task RouteAsync(HttpContext http, CancellationToken ct)
    {
        var path = http.Request.Path.Value ?? string.Empty;
        if (HttpMethods.IsPost(http.Request.Method))
        {
            return path switch
            {
                TopUp => TopUpAsync(http, ct),
                Reversal => ReverseAsync(http, ct),
                Gift => GiveAsync(http, ct),
                GiftBack => TakeGiftBackAsync(http, ct),
                Reissue => ReissueAsync(http, ct),
                _ when path.StartsWith(Download, StringComparison.Ordinal) => End(
                    http,
                    orders.Profiles.Install(Number(http), path[Download.Length..])
                        ? StatusCodes.Status200OK
                        : StatusCodes.Status410Gone),
                _ when IdIn(path, ActionOf, IssuerPaths.Cancel) is { } id => CancelAsync(http, id),
                _ => End(http, StatusCodes.Status404NotFound),
            };
        }

        return path switch
        {
            _ when !HttpMethods.IsGet(http.Request.Method) => End(http, StatusCodes.Status405MethodNotAllowed),
            Bucket => LookUpAsync(http),
            Profile => TellProfileAsync(http),
            Health => End(http, StatusCodes.Status200OK),
            IssuerPaths.Records => ListAsync(http, ct),
            _ when IdIn(path, ActionOf, string.Empty) is { } id => QueryAsync(http, id),
            _ => End(http, StatusCodes.Status404NotFound),
        };
    }

    private async Task TopUpAsync(HttpContext http, CancellationToken ct)
    {
        var order = await WireIo.ReadAsync(http.Request, IssuerJson.Default.TopUpMessage, ct);
        if (order is null || !IsId(order.Id) || order.Amount.MinorUnits <= 0)
        {
            await End(http, StatusCodes.Status400BadRequest);
            return;
        }

        var receipt = orders.Receive(new IssuerRecord
        {
            Id = order.Id,
            Kind = IssuerRecordKind.TopUp,
            State = IssuerRecordState.Received,
            At = options.Clock.GetUtcNow(),
            Card = order.LogicalResource.Value,
            Product = order.Product.Id,
            AmountMinor = order.Amount.MinorUnits,
            Currency = order.Amount.Currency,
            StartNow = order.StartNow is true ? true : null,
        });
        var end = receipt.Entry is null
            ? OrderOutcome.Answer
            : await _sandbox.TopUpAsync(receipt, order.LogicalResource.Value, ct);
        await FinishAsync(http, order.Id, receipt, end, ct);
    }

    private async Task ReverseAsync(HttpContext http, CancellationToken ct)
    {
        var order = await WireIo.ReadAsync(http.Request, IssuerJson.Default.ReversalMessage, ct);
        if (order is null || !IsId(order.Id) || order.TakeBytes <= 0 || order.TakeDays <= 0 || order.GrantPoints <= 0)
        {
            await End(http, StatusCodes.Status400BadRequest);
            return;
        }

        var receipt = orders.Receive(new IssuerRecord
        {
            Id = order.Id,
            Kind = IssuerRecordKind.Reversal,
            State = IssuerRecordState.Received,
            At = options.Clock.GetUtcNow(),
            TopUpId = order.TopupBalance,
            Bytes = order.TakeBytes,
            Days = order.TakeDays,
            Points = order.GrantPoints,
        });
        var end = receipt.Entry is null
            ? OrderOutcome.Answer
            : _sandbox.Reverse(receipt, orders.Find(order.TopupBalance)?.Record.Card);
        await FinishAsync(http, order.Id, receipt, end, ct);
    }

    private async Task GiveAsync(HttpContext http, CancellationToken ct)
    {
        var order = await WireIo.ReadAsync(http.Request, IssuerJson.Default.GiftMessage, ct);
        if (order is null || !IsId(order.Id) || order.Credit?.MinorUnits <= 0 || order.Points <= 0
            || order is { Grants: null, Credit: null, Points: null }
            || (order.Grants ?? []).Any(grant => grant.Count <= 0 || grant.Bytes <= 0
                || CardReader.UnitOf(grant.Unit) == PeriodUnit.None))
        {
            await End(http, StatusCodes.Status400BadRequest);
            return;
        }

        var receipt = orders.Receive(new IssuerRecord
        {
            Id = order.Id,
            Kind = IssuerRecordKind.Gift,
            State = IssuerRecordState.Received,
            At = options.Clock.GetUtcNow(),
            Card = order.LogicalResource.Value,
            TopUpId = order.TopupBalance,
            Grants = order.Grants,
            AmountMinor = order.Credit?.MinorUnits,
            Currency = order.Credit?.Currency,
            Points = order.Points,
        });
        var end = receipt.Entry is null
            ? OrderOutcome.Answer
            : _sandbox.Give(receipt, order.LogicalResource.Value);
        await FinishAsync(http, order.Id, receipt, end, ct);
    }

    private async Task TakeGiftBackAsync(HttpContext http, CancellationToken ct)
    {
        var order = await WireIo.ReadAsync(http.Request, IssuerJson.Default.GiftBackMessage, ct);
        if (order is null || !IsId(order.Id) || order.TakeMinorUnits <= 0 || order.TakePoints <= 0)
        {
            await End(http, StatusCodes.Status400BadRequest);
            return;
        }

        var receipt = orders.Receive(new IssuerRecord
        {
            Id = order.Id,
            Kind = IssuerRecordKind.GiftBack,
            State = IssuerRecordState.Received,
            At = options.Clock.GetUtcNow(),
            GiftId = order.BonusBalance,
            TakesGrants = order.TakeGrants,
            AmountMinor = order.TakeMinorUnits,
            Points = order.TakePoints,
        });
        if (receipt.Entry is { } entry)
        {
            orders.TakeGiftBack(entry);
        }

        await FinishAsync(http, order.Id, receipt, OrderOutcome.Answer, ct);
    }

    private async Task ReissueAsync(HttpContext http, CancellationToken ct)
    {
        var order = await WireIo.ReadAsync(http.Request, IssuerJson.Default.ReissueMessage, ct);
        if (order is null || !IsId(order.Id))
        {
            await End(http, StatusCodes.Status400BadRequest);
            return;
        }

        var receipt = orders.Receive(new IssuerRecord
        {
            Id = order.Id,
            Kind = IssuerRecordKind.Reissue,
            State = IssuerRecordState.Received,
            At = options.Clock.GetUtcNow(),
            Card = order.LogicalResource.Value,
        });

        // What a card does to a top-up it does to a reissue.
        var end = receipt.Entry is null
            ? OrderOutcome.Answer
            : await _sandbox.TopUpAsync(receipt, order.LogicalResource.Value, ct);
        await FinishAsync(http, order.Id, receipt, end, ct);
    }

    private Task TellProfileAsync(HttpContext http)
    {
        var number = Number(http);
        return orders.Cards.Find(number) is { EsimProfile: { } state }
            ? WireIo.WriteAsync(
                http.Response,
                StatusCodes.Status200OK,
                new ProfileMessage(
                    new ResourceMessage(number), state, SimulatedProfiles.Address,
                    orders.Profiles.MatchingIdOf(number),
                    ConfirmationCode: SimulatedProfiles.AsksForConfirmation(number) ? true : null),
                IssuerJson.Default.ProfileMessage)
            : WireIo.WriteAsync(
                http.Response,
                StatusCodes.Status404NotFound,
                new ProfileMessage(new ResourceMessage(number), Code: IssuerCodes.CardUnknown),
                IssuerJson.Default.ProfileMessage);
    }

    private static string Number(HttpContext http) => http.Request.Query["logicalResource.value"].ToString();

    private async Task FinishAsync(HttpContext http, string id, Receipt receipt, OrderOutcome end, CancellationToken ct)
    {
        if (receipt.Entry is null)
        {
            await Write(http, StatusCodes.Status409Conflict, new ActionMessage(id, Code: IssuerCodes.IdConflict));
            return;
        }

        var record = await orders.DurableAsync(receipt.Entry);
        var answer = AnswerOf(record);
        var status = record.State switch
        {
            IssuerRecordState.Declined => StatusCodes.Status422UnprocessableEntity,
            IssuerRecordState.Withdrawn => StatusCodes.Status410Gone,
            IssuerRecordState.Received => StatusCodes.Status202Accepted,
            _ => StatusCodes.Status201Created,
        };
        await (end switch
        {
            OrderOutcome.Hang => HangAsync(http),
            OrderOutcome.ServerError => End(http, StatusCodes.Status500InternalServerError),
            OrderOutcome.CutOff => WireIo.WriteHalfAsync(http, status, answer, ct),
            _ => Write(http, status, answer),
        });
    }

    private async Task QueryAsync(HttpContext http, string id)
    {
        var entry = orders.Find(id);
        if (entry is not null && IsSilent(entry))
        {
            await HangAsync(http);
            return;
        }

        var record = entry is null ? null : await orders.DurableAsync(entry);
        var unseen = record is null || (record.State == IssuerRecordState.Received && !IsInProgress(record));
        await (unseen
            ? Write(http, StatusCodes.Status404NotFound, new ActionMessage(id, Code: IssuerCodes.NotFound))
            : Write(http, StatusCodes.Status200OK, IsDenied(record!)
                ? new ActionMessage(id, ActionStatus.Failed, Code: IssuerCodes.ProductNotAccepted)
                : AnswerOf(record!)));
    }

    private async Task CancelAsync(HttpContext http, string id)
    {
        if (orders.Find(id) is { Record.Kind: not IssuerRecordKind.Gift } known && IsSilent(known))
        {
            await HangAsync(http);
            return;
        }

        var record = await orders.DurableAsync(orders.Withdraw(id));
        await Write(http, StatusCodes.Status200OK, AnswerOf(record));
    }

    private Task LookUpAsync(HttpContext http)
    {
        var number = Number(http);
        return orders.Cards.Find(number) is { } card
            ? WireIo.WriteAsync(http.Response, StatusCodes.Status200OK, card, IssuerJson.Default.BucketMessage)
            : WireIo.WriteAsync(
                http.Response,
                StatusCodes.Status404NotFound,
                new BucketMessage(new ResourceMessage(number), Code: IssuerCodes.CardUnknown),
                IssuerJson.Default.BucketMessage);
    }

    private async Task ListAsync(HttpContext http, CancellationToken ct)
    {
        http.Response.ContentType = "application/x-ndjson";
        var writer = http.Response.BodyWriter;
        foreach (var entry in orders.All())
        {
            var record = await orders.DurableAsync(entry);
            writer.Write(JsonSerializer.SerializeToUtf8Bytes(
                record with { TimesReceived = entry.TimesReceived }, RecordJson.Default.IssuerRecord));
            writer.Write("\n"u8);
            if (writer.UnflushedBytes > WireIo.BodyLimit)
            {
                await writer.FlushAsync(ct);
            }
        }
    }

    private async Task HangAsync(HttpContext http)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        await Task.Delay(options.HangFor, options.Clock, either.Token);
        http.Abort();
    }

    private static bool IsSilent(IssuerOrder entry) =>
        entry.Record is { State: IssuerRecordState.Received, Card: { } card }
        && SandboxCards.OutcomeOf(card) == (entry.Record.Kind == IssuerRecordKind.Gift
            ? SandboxOutcome.GiftNeverAnswered
            : SandboxOutcome.NeverAnswers);

    private static bool IsDenied(IssuerRecord record) =>
        record is { Kind: IssuerRecordKind.TopUp, State: IssuerRecordState.Applied, Card: { } card }
        && SandboxCards.OutcomeOf(card) == SandboxOutcome.DeniedLater;

    private static bool IsInProgress(IssuerRecord record) => record.Card is { } card
        && SandboxCards.OutcomeOf(card)
            is SandboxOutcome.SuccessAfterShortDelay or SandboxOutcome.SuccessAfterLongDelay;

    private static ActionMessage AnswerOf(IssuerRecord record) => record.State switch
    {
        IssuerRecordState.Declined => new ActionMessage(record.Id, ActionStatus.Failed, Code: record.Code),
        IssuerRecordState.Withdrawn => new ActionMessage(record.Id, ActionStatus.Cancelled),
        IssuerRecordState.Received => new ActionMessage(record.Id, ActionStatus.InProgress),
        _ => new ActionMessage(record.Id, ActionStatus.Completed, record.Reference),
    };

    private static Task Write(HttpContext http, int status, ActionMessage answer) =>
        WireIo.WriteAsync(http.Response, status, answer, IssuerJson.Default.ActionMessage);

    private static Task End(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static string? IdIn(string path, string before, string after) =>
        path.StartsWith(before, StringComparison.Ordinal) && path.EndsWith(after, StringComparison.Ordinal)
        && path.Length > before.Length + after.Length
        && path[before.Length..^after.Length] is var id && IsId(id)
            ? id
            : null;

    private static bool IsId(string text) => text.Length is > 0 and <= IdLimit
        && !text.AsSpan().ContainsAnyExcept(IdCharacters);
}
