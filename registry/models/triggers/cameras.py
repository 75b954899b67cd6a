"""Cameras stand in restricted sectors alone, from whichever side they would leave."""

import pgtrigger


class CamerasStayRestricted(pgtrigger.Trigger):
    """A camera stands only in a project of a restricted sector.

    So restriction is by sector alone, and no tile or count has to ask for the kind.
    The project row is share-locked against a sector change in the same moment.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update
    condition = pgtrigger.Q(new__kind="camera")
    func = """
        PERFORM 1 FROM registry_project p JOIN registry_sector s ON s.code = p.sector_id
        WHERE p.id = NEW.project_id AND s.is_restricted FOR SHARE OF p;
        IF NOT FOUND THEN
            RAISE EXCEPTION '摄像机只能登记在视频监控领域的项目中。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'camera_in_restricted_sector';
        END IF;
        RETURN NEW;
    """


class CamerasKeepTheirSector(pgtrigger.Trigger):
    """A project that holds cameras cannot leave its restricted sector."""

    when = pgtrigger.Before
    operation = pgtrigger.UpdateOf("sector_id")
    func = """
        IF EXISTS (SELECT 1 FROM registry_asset WHERE project_id = NEW.id AND kind = 'camera')
            AND NOT (SELECT is_restricted FROM registry_sector WHERE code = NEW.sector_id) THEN
            RAISE EXCEPTION '项目中登记有摄像机，领域只能是视频监控。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'camera_in_restricted_sector';
        END IF;
        RETURN NEW;
    """
