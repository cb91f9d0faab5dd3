using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Partner.Core.Esims;
using Partner.Core.TopUps;

namespace Partner.Server.Issuer.Wire;

/// <summary>
/// Turns status and body into a verdict. Money moves on these, so each one needs the status that belongs to it and a
/// body that names our id; whatever falls outside of the table is Unknown.
/// </summary>
/// <remarks>
/// <code>
/// call              status    body                             verdict
/// order             200, 201  id, completed                    Accepted
/// order             422       id, failed, code                 Declined
/// order             410       id, cancelled                    Withdrawn
/// query and cancel  200       id, completed                    Accepted
/// query and cancel  200       id, failed, code                 Declined
/// query and cancel  200       id, cancelled                    Withdrawn
/// query             404       id, code NOT_FOUND, no status    NotFound
/// </code>
/// </remarks>
internal static class AnswerReader
{
    private const int CodeLimit = 40;

    /// <summary>Reads the answer to a top-up or reversal.</summary>
    public static IssuerReply Order(string id, HttpStatusCode status, ReadOnlySpan<byte> body) =>
        Read(id, status, body) is { } answer ? OfOrder(status, answer) : Unknown(status);

    /// <summary>Reads the answer to a query.</summary>
    public static IssuerReply Query(string id, HttpStatusCode status, ReadOnlySpan<byte> body) =>
        Read(id, status, body) switch
        {
            { Status: null, Code: IssuerCodes.NotFound } when status == HttpStatusCode.NotFound =>
                new IssuerReply(new IssuerAnswer(IssuerVerdict.NotFound)),
            { } answer when status == HttpStatusCode.OK => OfState(status, answer),
            _ => Unknown(status),
        };

    /// <summary>Reads the answer to a withdrawal.</summary>
    public static IssuerReply Withdrawal(string id, HttpStatusCode status, ReadOnlySpan<byte> body) =>
        status == HttpStatusCode.OK && Read(id, status, body) is { } answer ? OfState(status, answer) : Unknown(status);

    /// <summary>Reads the answer to a card look-up: Accepted with the card, NotFound, or Unknown.</summary>
    public static IssuerReply Card(string number, HttpStatusCode status, ReadOnlySpan<byte> body)
    {
        if (Parse(body, IssuerJson.Default.BucketMessage) is not { } answer || answer.LogicalResource?.Value != number)
        {
            return Unknown(status);
        }

        return status switch
        {
            HttpStatusCode.NotFound when answer.Code == IssuerCodes.CardUnknown =>
                new IssuerReply(new IssuerAnswer(IssuerVerdict.NotFound)),
            HttpStatusCode.OK when CardReader.Read(answer) is { } card =>
                new IssuerReply(new IssuerAnswer(IssuerVerdict.Accepted), card),
            _ => Unknown(status),
        };
    }

    /// <summary>Reads the answer to the question for a profile: Accepted with it, NotFound, or Unknown.</summary>
    public static IssuerReply Profile(string number, HttpStatusCode status, ReadOnlySpan<byte> body)
    {
        if (Parse(body, IssuerJson.Default.ProfileMessage) is not { } answer || answer.LogicalResource?.Value != number)
        {
            return Unknown(status);
        }

        return status switch
        {
            HttpStatusCode.NotFound when answer.Code == IssuerCodes.CardUnknown =>
                new IssuerReply(new IssuerAnswer(IssuerVerdict.NotFound)),
            HttpStatusCode.OK when CardWords.ProfileOf(answer.State) is { } state
                && ActivationCode.Of(
                    answer.SmdpAddress, answer.MatchingId, answer.SmdpOid, answer.ConfirmationCode ?? false) is { } code
                => new IssuerReply(new IssuerAnswer(IssuerVerdict.Accepted))
                {
                    Profile = new IssuerProfile(state, code),
                },
            _ => Unknown(status),
        };
    }

    private static IssuerReply OfOrder(HttpStatusCode status, ActionMessage answer) => (status, answer.Status) switch
    {
        (HttpStatusCode.OK or HttpStatusCode.Created, ActionStatus.Completed) => Accepted(answer),
        (HttpStatusCode.UnprocessableEntity, ActionStatus.Failed) => Declined(status, answer),
        (HttpStatusCode.Gone, ActionStatus.Cancelled) => new IssuerReply(new IssuerAnswer(IssuerVerdict.Withdrawn)),
        _ => Unknown(status),
    };

    private static IssuerReply OfState(HttpStatusCode status, ActionMessage answer) => answer.Status switch
    {
        ActionStatus.Completed => Accepted(answer),
        ActionStatus.Failed => Declined(status, answer),
        ActionStatus.Cancelled => new IssuerReply(new IssuerAnswer(IssuerVerdict.Withdrawn)),
        _ => Unknown(status),
    };

    private static IssuerReply Accepted(ActionMessage answer) =>
        new(new IssuerAnswer(IssuerVerdict.Accepted, answer.Reference));

    private static IssuerReply Declined(HttpStatusCode status, ActionMessage answer) =>
        answer.Code is { Length: > 0 and <= CodeLimit } code
            ? new IssuerReply(
                new IssuerAnswer(IssuerVerdict.Declined, Reason: IssuerCodes.ReasonOf(code), Detail: code))
            : Unknown(status);

    private static IssuerReply Unknown(HttpStatusCode status) =>
        IssuerReply.Unknown($"HTTP {(int)status} without a usable answer");

    private static ActionMessage? Read(string id, HttpStatusCode status, ReadOnlySpan<byte> body) =>
        (int)status is >= 200 and < 500
        && Parse(body, IssuerJson.Default.ActionMessage) is { } answer && answer.Id == id
            ? answer
            : null;

    private static T? Parse<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        if (body.IsEmpty)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            // Not the issuer's JSON: a proxy's error page, a cut body. The caller makes it Unknown.
            return null;
        }
    }
}

/// <summary>One attempt's result: the answer and, for a look-up, the card.</summary>
/// <param name="Card">The card that a look-up found.</param>
internal readonly record struct IssuerReply(IssuerAnswer Answer, IssuerCard? Card = null)
{
    /// <summary>The profile that was asked for.</summary>
    public IssuerProfile? Profile { get; init; }

    /// <summary>Whether it counts as a failure of the issuer: no definite word, or no connection.</summary>
    public bool IsFailure => Answer.Verdict is IssuerVerdict.Unknown or IssuerVerdict.NotSent;

    /// <summary>Bytes may have left and nothing definite came back.</summary>
    public static IssuerReply Unknown(string detail) => new(new IssuerAnswer(IssuerVerdict.Unknown, Detail: detail));

    /// <summary>Nothing left.</summary>
    public static IssuerReply NotSent(string detail) => new(new IssuerAnswer(IssuerVerdict.NotSent, Detail: detail));
}
