using Google.Protobuf.WellKnownTypes;
using Leb.Partner.V1;
using Partner.Core.Accounts;
using Partner.Core.Identity;
using Partner.Server.Contract;
using CoreEvent = Partner.Core.Accounts.AccountEvent;
using CoreScope = Partner.Core.Identity.CertificateScope;
using WireCode = Leb.Partner.V1.EnrollmentCode;
using WireEvent = Leb.Partner.V1.AccountEvent;
using WireScope = Leb.Partner.V1.CertificateScope;

namespace Partner.Server.Accounts;

/// <summary>Certificates, codes and events in their wire form.</summary>
internal static class AccountMapper
{
    /// <summary>The collection of certificates.</summary>
    internal const string Certificates = "certificates";

    /// <summary>The collection of codes.</summary>
    internal const string Codes = "enrollmentCodes";

    private static readonly (Permissions Core, CertificatePermission Wire)[] Pairs =
    [
        (Permissions.Sell, CertificatePermission.Sell),
        (Permissions.Reverse, CertificatePermission.Reverse),
        (Permissions.Read, CertificatePermission.Read),
        (Permissions.Manage, CertificatePermission.Manage),
    ];

    /// <summary>A certificate.</summary>
    /// <param name="one">The record.</param>
    /// <param name="now">The present time.</param>
    internal static Certificate ToWire(this CertificateRecord one, DateTimeOffset now)
    {
        var message = new Certificate
        {
            Name = Name(one.Thumbprint),
            Scope = one.Scope.ToWire(),
            State = one.RevokedAt is not null ? CertificateState.Revoked
                : one.NotAfter <= now ? CertificateState.Ended
                : CertificateState.Good,
            Origin = (Leb.Partner.V1.CertificateOrigin)one.Origin,
            Subject = one.Subject,
            Label = one.Label,
            CreateTime = one.RegisteredAt.ToWire(),
            EndTime = one.NotAfter.ToWire(),
            ExpiresIn = Duration.FromTimeSpan(one.NotAfter > now ? one.NotAfter - now : TimeSpan.Zero),
            LastUsedTime = one.LastUsedAt.ToWire(),
            RevokeTime = one.RevokedAt.ToWire(),
            RevokeComment = one.RevokedFor,
            IssuedBy = one.IssuedBy is { } issuer ? Name(issuer) : "",
            RenewedBy = one.RenewedBy is { } successor ? Name(successor) : "",
            Serial = one.Serial,
        };
        message.Permissions.AddRange(ToWire(one.Permissions));
        return message;
    }

    /// <summary>A code, without the code itself.</summary>
    /// <param name="code">The record.</param>
    /// <param name="now">The present time.</param>
    internal static WireCode ToWire(this Core.Accounts.EnrollmentCode code, DateTimeOffset now)
    {
        var message = new WireCode
        {
            Name = $"{Codes}/{code.Id}",
            Scope = code.Grant.Scope.ToWire(),
            Label = code.Label,
            State = code.UsedBy is not null ? EnrollmentCodeState.Used
                : code.ClosedAt is not null ? EnrollmentCodeState.Revoked
                : code.ExpiresAt <= now ? EnrollmentCodeState.Ended
                : EnrollmentCodeState.Open,
            CreateTime = code.CreatedAt.ToWire(),
            EndTime = code.ExpiresAt.ToWire(),
            IssuedBy = Name(code.CreatedBy),
            Certificate = code.UsedBy is { } used ? Name(used) : "",
            CloseTime = code.ClosedAt.ToWire(),
        };
        message.Permissions.AddRange(ToWire(code.Grant.Permissions));
        return message;
    }

    /// <summary>An event.</summary>
    /// <param name="one">The record.</param>
    /// <param name="now">The present time.</param>
    internal static WireEvent ToWire(this CoreEvent one, DateTimeOffset now) => new()
    {
        Number = one.Number,
        Kind = (Leb.Partner.V1.AccountEventKind)one.Kind,
        Time = one.At.ToWire(),
        Certificate = one.Certificate.ToWire(now),
        Days = one.Days,
    };

    /// <summary>A scope.</summary>
    internal static WireScope ToWire(this CoreScope scope) =>
        new() { Outlet = scope.Outlet ?? "", Terminal = scope.Terminal ?? "" };

    /// <summary>Permissions, as the contract has them.</summary>
    internal static IEnumerable<CertificatePermission> ToWire(Permissions permissions) =>
        Pairs.Where(pair => permissions.HasFlag(pair.Core)).Select(pair => pair.Wire);

    /// <summary>The permission that a value of the contract means.</summary>
    internal static Permissions ToCore(CertificatePermission permission) =>
        Pairs.FirstOrDefault(pair => pair.Wire == permission).Core;

    /// <summary>A certificate, DER in base64, as PEM.</summary>
    internal static string Pem(string encoded) =>
        System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", Convert.FromBase64String(encoded)) + "\n";

    private static string Name(string thumbprint) => $"{Certificates}/{thumbprint}";
}
