using System.Text.Json.Nodes;
using Partner.Core.Actions;
using Partner.Core.Documents;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.Publishing;
using Partner.Core.Texts;
using Partner.Server.Plans;
using Partner.Storage;

namespace Partner.Server.BackOffice;

/// <summary>From when a version of the network holds.</summary>
/// <param name="Version">Its id and version.</param>
/// <param name="From">From when on (UTC).</param>
/// <param name="Replayed">Whether it stood there before.</param>
internal sealed record NetworkAnswer(string Version, DateTimeOffset From, bool Replayed);

/// <summary>
/// Sets partners' parents and tiers: by the next version of the network, made of the last one, checked beside all that
/// is published and published in one transaction with its record. Sales keep the network that they were decided by, so
/// that a change is only ever about what is sold from its beginning on.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="publisher">Reads what is published.</param>
/// <param name="clock">The clock.</param>
internal sealed class NetworkAdministration(PartnerStore store, CatalogPublisher publisher, TimeProvider clock)
{
    private const int MostAttempts = 10;
    private const string NewId = "network";

    // Whoever names no time gets one that is there in time on every server.
    private static readonly TimeSpan Soon = Publication.Notice + TimeSpan.FromSeconds(5);

    /// <summary>Sets a field of a partner in the network.</summary>
    /// <param name="id">The partner.</param>
    /// <param name="field">"parent" or "tier".</param>
    /// <param name="value">Its value; null for none.</param>
    /// <param name="from">From when on; null for as soon as possible.</param>
    /// <param name="by">Who sets it, and why.</param>
    /// <param name="cancel">Gives up; what was handed over is carried out.</param>
    /// <returns>
    /// From when on it is so; <see cref="Reason.PartnerNotFound"/>, <see cref="Reason.PartnerClosed"/>,
    /// <see cref="Reason.InvalidRequest"/> where the time is wrong, or <see cref="Reason.NetworkRefused"/>.
    /// </returns>
    public async Task<Result<NetworkAnswer>> SetAsync(
        PartnerId id, string field, string? value, DateTimeOffset? from, ActionBy by, CancellationToken cancel)
    {
        PartnerId[] named = field == "parent" && value is not null ? [id, new PartnerId(value)] : [id];
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (await RefuseAsync(named, cancel) is { } refusal)
            {
                return refusal;
            }

            var (published, count) = await publisher.ReadPublishedAsync(cancel);
            var (last, now) = (Last(published), clock.GetUtcNow());
            var (json, before) = With(last, id.Value, field, value);
            if (before == value)
            {
                return new NetworkAnswer(
                    last?.Document.FullVersion ?? "", last?.Document.From ?? DateTimeOffset.UnixEpoch, true);
            }

            var start = from ?? Earliest(last, now);
            if (WrongTime(start, last, now, from is not null) is { } wrong)
            {
                return wrong;
            }

            Head(json, start, published);
            var partners = await store.Partners.ListAsync(cancel);
            if (DocumentReader.Read(json.ToJsonString(), out var findings) is not { } parsed)
            {
                return Refused(findings[0]);
            }

            var refused = Publication.Check(
                [parsed], published, now, partners.ToDictionary(one => one.Id, one => one.Currency));
            if (refused.Count > 0)
            {
                return Refused(refused[0].Finding);
            }

            var about = (id, Action(id, field, before, value, parsed.Document, by));
            if (await store.Documents.PublishAsync([parsed.Document], count, now, by, about, named))
            {
                return new NetworkAnswer(parsed.Document.FullVersion, start, false);
            }
        }

        throw new InvalidOperationException("Others keep publishing documents; nothing was published. Try again.");
    }

    /// <summary>Closes a partner for ever, where no other has it as its parent.</summary>
    /// <param name="id">The partner.</param>
    /// <param name="by">Who closes it, and why.</param>
    /// <param name="cancel">Gives up; what was handed over is carried out.</param>
    /// <returns>
    /// The partner, closed; <see cref="Reason.PartnerNotFound"/> or <see cref="Reason.PartnerNotEmpty"/>.
    /// </returns>
    public async Task<Result<PartnerAccount>> CloseAsync(PartnerId id, ActionBy by, CancellationToken cancel)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var (now, (published, count)) = (clock.GetUtcNow(), await publisher.ReadPublishedAsync(cancel));

            // Its children's sales would go on earning it commission.
            if (ChildrenOf(id, published, now) is > 0 and var children)
            {
                return new Refusal(Reason.PartnerNotEmpty).With("children", $"{children}");
            }

            var closed = await store.Partners.CloseAsync(id, now, by, count);
            if (closed.Refusal is not null || closed.Value.Status == PartnerStatus.Closed)
            {
                return closed;
            }
        }

        throw new InvalidOperationException("Others keep publishing documents; nothing was closed. Try again.");
    }

    /// <summary>How many partners have another one as their parent, now or in a version that is to come.</summary>
    private static int ChildrenOf(PartnerId id, IReadOnlyList<ParsedDocument> published, DateTimeOffset now) =>
        VersionInForce.Of(published.Where(one => one.Network is not null))
            .Where(version => version.End is null || version.End > now)
            .SelectMany(version => version.Parsed.Network!.Members)
            .Where(member => member.Parent == id)
            .Select(member => member.PartnerId).Distinct().Count();

    private static ParsedDocument? Last(IEnumerable<ParsedDocument> published) => published
        .Where(one => one.Document.Kind == DocumentKind.Network)
        .OrderBy(one => one.Document.From).ThenBy(one => one.Document.Version, StringComparer.Ordinal)
        .LastOrDefault();

    /// <summary>The last version with the field changed, and what it was.</summary>
    private static (JsonObject Json, string? Before) With(
        ParsedDocument? last, string partner, string field, string? value)
    {
        var json = last is null
            ? new JsonObject { ["kind"] = "network", ["id"] = NewId, ["members"] = new JsonArray() }
            : JsonNode.Parse(last.Document.Json)!.AsObject();
        var members = json["members"]!.AsArray();
        var member = members.OfType<JsonObject>().FirstOrDefault(one => (string?)one["partner"] == partner);
        var before = (string?)member?[field];
        if (member is null)
        {
            member = new JsonObject { ["partner"] = partner };
            members.Add(member);
        }

        if (value is null)
        {
            member.Remove(field);
        }
        else
        {
            member[field] = value;
        }

        return (json, before);
    }

    /// <summary>Gives a version its name and its beginning; an end that lies behind it stays.</summary>
    private static void Head(JsonObject json, DateTimeOffset start, IReadOnlyList<ParsedDocument> published)
    {
        var (id, name) = ((string)json["id"]!, InstantText.Utc(start).Replace(":", "", StringComparison.Ordinal));
        var version = name;
        for (var number = 2; published.Any(one => one.Document.Id == id && one.Document.Version == version); number++)
        {
            version = $"{name}.{number}";
        }

        (json["version"], json["from"]) = (version, InstantText.Utc(start));
        if (json["to"] is { } end && DateTimeOffset.Parse((string)end!, null) <= start)
        {
            json.Remove("to");
            json.Remove("final");
        }
    }

    private static DateTimeOffset Earliest(ParsedDocument? last, DateTimeOffset now)
    {
        var soon = (now + Soon).UtcDateTime;
        var whole = new DateTimeOffset(soon.AddTicks(-(soon.Ticks % TimeSpan.TicksPerSecond)), TimeSpan.Zero);
        return last is { Document.From: var begins } && begins >= whole ? begins.AddSeconds(1) : whole;
    }

    private static Refusal? WrongTime(DateTimeOffset start, ParsedDocument? last, DateTimeOffset now, bool given)
    {
        var violation = start < now + Publication.Notice && given
            ? new FieldViolation(
                "effective_time", "must be at least 30 seconds from now: what is sold keeps its parents and tiers",
                "至少应在 30 秒之后：已售交易沿用当时的上级和等级")
            : start.Ticks % TimeSpan.TicksPerSecond != 0
                ? new FieldViolation("effective_time", "must be a whole second", "必须为整秒")
                : last is { Document: { From: var begins, FullVersion: var version } } && start <= begins
                    ? new FieldViolation(
                        "effective_time",
                        $"must be after {InstantText.Utc(begins)}, when {version} begins, which would undo it",
                        $"必须晚于 {InstantText.Utc(begins)}：届时生效的 {version} 会使其失效")
                    : null;
        return violation is null ? null : Refusal.Of(Reason.InvalidRequest, violation);
    }

    private static Refusal Refused(Finding finding) => new Refusal(Reason.NetworkRefused).With(
        "finding",
        new Wording($"{finding.Path}: {finding.Problem.English}", $"{finding.Path}: {finding.Problem.Chinese}"));

    private static NewAction Action(
        PartnerId id, string field, string? before, string? value, Document document, ActionBy by) => new(
        by,
        field == "parent" ? ActionNames.PartnerSetParent : ActionNames.PartnerSetTier,
        $"partners/{id}",
        new ActionFacts().Add(field, before).ToJson(),
        new ActionFacts().Add(field, value).Add("network", document.FullVersion).Add("from", document.From).ToJson());

    private async Task<Refusal?> RefuseAsync(IReadOnlyList<PartnerId> ids, CancellationToken cancel)
    {
        foreach (var id in ids)
        {
            switch (await store.Partners.FindAsync(id, cancel))
            {
                case null:
                    return new Refusal(Reason.PartnerNotFound).With("partner", id.Value);
                case { Status: PartnerStatus.Closed }:
                    return new Refusal(Reason.PartnerClosed).With("partner", id.Value);
            }
        }

        return null;
    }
}
